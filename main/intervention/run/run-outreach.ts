import { DEFAULT_LANGUAGE } from '../../../shared/intervention/language.ts'
import type { ContactRow } from '../guard/contact-rows.ts'
import { keepUnsent, keepVerdicts, reasonsOf, saying } from '../guard/ledger.ts'
import type { Override } from '../guard/preflight.ts'
import { composeMessage, type DecidedMessage } from '../message/compose.ts'
import { queueMessage } from '../message/queue-message.ts'
import type { Effect } from './advance.ts'
import { contactOf, issueOf } from './run-about.ts'
import type { StepRow } from './run-facts.ts'
import { type Given, givenTo, keepStep, type RunWork } from './run-work.ts'

type OutreachEffect = Extract<Effect, { do: 'outreach' }>

const MATTERED: ReadonlySet<StepRow['kind']> = new Set(['outreach', 'resolution'])

/** Why a message leaves although the condition has cleared. */
export const GOOD_END: Override = { check: 'condition', reason: 'The playbook reports the success.' }

/** Preflight again, whatever was waited for; a message that is refused leaves the rest of the playbook its turn. */
export function sendOutreach(work: RunWork, effect: OutreachEffect, n: number): boolean {
  const { tx, run, moment, beginning } = work
  const { step } = effect
  const contact = contactOf(tx, run)
  const overrides = overridesFor(work, effect)
  const { message, language, decision, needs } = decidedFor(work, effect, overrides)
  const no = message.ok ? null : message.error.why
  if (!message.ok || !contact || decision.leaves === 'refused' || decision.leaves === 'held_out') {
    const because = no === null ? reasonsOf(decision.because) : saying(no)
    keepStep(work, n, effect, 'refused', { why: because.map(({ fact }) => fact).join(' ') })
    keepUnsent(tx, { ...unsentOfRun(work, contact, step.channel, n), because })
    return true
  }
  keepStep(work, n, effect, 'open', {})
  const { id: interventionId, issueId, accountId, startedBy: askedBy } = run
  const undoMs = beginning?.undoMs ?? 0
  const ids = { interventionId, n, issueId, accountId, askedBy }
  const inLanguage = language?.language ?? DEFAULT_LANGUAGE
  const ask = {
    ...ids,
    channel: step.channel,
    contact,
    message: message.value,
    language: inLanguage,
    decision,
    overrides,
    undoMs,
    needs,
  }
  queueMessage(tx, ask, moment)
  return false
}

/** The message that the start was decided on, where this is it; otherwise as it would leave now. */
function decidedFor(work: RunWork, effect: OutreachEffect, overrides: readonly Override[]): DecidedMessage {
  const { tx, run, steps, moment, beginning } = work
  const known = beginning?.decided
  if (known?.position === effect.position) return known
  const given = givenTo(work)
  const about = {
    ...{ issue: issueOf(tx, run), contact: contactOf(tx, run), playbookId: run.playbookId, arm: run.arm },
    self: { interventionId: run.id, outboxId: Number.MAX_SAFE_INTEGER },
    asks: { playbookVersion: run.playbookVersion, together: beginning?.together ?? 1, interventionId: run.id },
  }
  const edit = isMeant(given, effect, steps) ? given : { language: given.language }
  const decided = composeMessage(tx, about, effect.step, edit, overrides, moment.now)
  keepVerdicts(tx, run.id, 'compose', decided.verdicts, moment.now)
  return decided
}

const isFirst = (steps: readonly StepRow[]): boolean => !steps.some(({ kind }) => kind === 'outreach')

const isMeant = (given: Given, { position }: { position: number }, steps: readonly StepRow[]): boolean =>
  given.position === undefined ? isFirst(steps) : given.position === position

function overridesFor(work: RunWork, { aftermath }: OutreachEffect): Override[] {
  const { steps } = work
  const given = givenTo(work)
  // The arm of an account does not change, so neither does the reason to write to it anyway.
  const kept = isFirst(steps) ? given.overrides : given.overrides.filter(({ check }) => check === 'arm')
  // A contact who was not written to need not be told how it ended, unless it is a fix of ours that ended it.
  const tells = aftermath && steps.some(({ kind, state }) => state === 'done' && MATTERED.has(kind))
  return tells ? [...kept, GOOD_END] : kept
}

const unsentOfRun = (
  { run, moment, beginning }: RunWork,
  contact: ContactRow | null,
  channel: string,
  step: number,
) => ({
  at: moment.now,
  stage: beginning ? ('compose' as const) : ('wait' as const),
  ended: 'refused' as const,
  interventionId: run.id,
  step,
  issueId: run.issueId,
  accountId: run.accountId,
  playbookId: run.playbookId,
  channel,
  recipient: contact?.email?.trim() ?? null,
  actor: run.startedBy,
})
