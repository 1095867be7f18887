import type { ApprovalNeed } from '../../../shared/intervention/approval.ts'
import type { LanguageChoice } from '../../../shared/intervention/language-schemas.ts'
import type { OutreachStep } from '../../../shared/intervention/playbook.ts'
import type { Message, Verdict } from '../../../shared/model/intervention.ts'
import { fail, type Result } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { gatherFacts } from '../guard/facts.ts'
import { decideLeave, type LeaveDecision, type Override, preflight, withOverrides } from '../guard/preflight.ts'
import type { Question } from '../guard/question.ts'
import type { MessageFields } from '../playbook/fields.ts'
import { fieldsOf } from './message-fields.ts'
import { finishMessage, languageFor, renderMessage } from './render.ts'

/** A person's own words in place of a template; taken literally. `language`: the template that is taken instead. */
export interface Edit {
  language?: string | undefined
  subject?: string | undefined
  text?: string | undefined
}

/** What a message is about, and to whom. */
export type About = Pick<Question, 'issue' | 'contact' | 'playbookId' | 'arm' | 'heldBy' | 'self'> &
  Required<Pick<Question, 'asks'>>

/** A message as it would leave now, and whether it may. */
export interface DecidedMessage {
  /** Fails where a field is missing and has no fallback. */
  message: Result<Message>
  /** The language of the template, and why; null where there is no message. */
  language: LanguageChoice | null
  /** Every answer of preflight. */
  verdicts: Verdict[]
  /** What the answers come to. */
  decision: LeaveDecision
  /** Why a second person must release it. */
  needs: readonly ApprovalNeed[]
}

const NO_MESSAGE = fail('refused', 'There is no message.', 'This playbook sends no message.', 'Start it as it is.')

/** The one way to a message, whether it is previewed, started or its turn has come: facts ─▶ verdicts ─▶ decision, and words. */
export function composeMessage(
  db: ReadDb,
  about: About,
  step: OutreachStep | null,
  edit: Edit,
  overrides: readonly Override[],
  now: number,
): DecidedMessage {
  const question = { ...about, topic: step?.topic ?? 'service', channel: step?.channel ?? 'email' }
  const { facts, guardrails } = gatherFacts(db, question, now)
  const verdicts = withOverrides(preflight(facts, guardrails, now), overrides)
  const fields = step && fieldsOf(db, about.issue, about.contact, about.playbookId, now)
  const language = step && fields && languageFor(step, fields, edit.language)
  return {
    message: step && fields && language ? messageOf(edit, step, fields, language) : NO_MESSAGE,
    language,
    verdicts,
    decision: decideLeave(verdicts, []),
    needs: facts.approval.needs,
  }
}

function messageOf(
  { subject, text }: Edit,
  step: OutreachStep,
  fields: MessageFields,
  language: LanguageChoice,
): Result<Message> {
  if (subject !== undefined && text !== undefined) return finishMessage(subject, text)
  const rendered = renderMessage(step, fields, language)
  if (!rendered.ok) return rendered
  return finishMessage(subject ?? rendered.value.subject, text ?? rendered.value.text)
}
