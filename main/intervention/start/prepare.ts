import type { Assignment } from '../../../shared/intervention/arm.ts'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { assignmentOf } from '../guard/arms/arms.ts'
import type { ContactRow } from '../guard/contact-rows.ts'
import { type IssueRow, issueById } from '../guard/issue-rows.ts'
import type { LeaveDecision, Override } from '../guard/preflight.ts'
import { composeMessage, type DecidedMessage, type Edit } from '../message/compose.ts'
import { chooseContact } from '../message/contacts.ts'
import { accountOf } from '../message/message-fields.ts'
import { getPlaybook } from '../playbook/playbooks.ts'
import { compile } from '../playbook/program.ts'
import { decideStart, type Opening, openingOf } from './first-act.ts'

/** What a person chose. */
export interface StartChoice extends Edit {
  issueId: number
  playbookId: string
  contactId?: number | undefined
  overrides?: readonly Override[] | undefined
  /** How many are started in one go, this one included. */
  together?: number | undefined
}

/** A start as it would be made now. */
export interface PreparedStart extends Opening {
  issue: IssueRow
  playbook: Playbook
  playbookVersion: number
  contact: ContactRow | null
  assignment: Assignment
  /** The message of `outreach`, as it would leave now. */
  decided: DecidedMessage
  /** What the start comes to: what its message comes to where the run begins with it, which may come later otherwise. */
  decision: LeaveDecision
}

/** Preview and start both go through here: what is shown is what leaves. */
export function prepareStart(db: ReadDb, choice: StartChoice, now: number): Result<PreparedStart> {
  const issue = db.get(issueById(choice.issueId))
  const stored = getPlaybook(db, choice.playbookId)
  if (!issue || !stored)
    return fail(
      'not_found',
      'The playbook cannot be started.',
      issue ? `There is no playbook ${choice.playbookId}.` : 'The issue is gone.',
      'Choose another.',
    )
  const { playbook, version: playbookVersion } = stored
  if (!playbook.categories.includes(issue.category) && playbook.id !== issue.playbookId)
    return fail(
      'refused',
      'The playbook does not fit this issue.',
      `“${playbook.name}” is about ${playbook.categories.join(' and ')}, the issue about ${issue.category}.`,
      'Choose a playbook that is suggested for the issue.',
    )
  const account = db.get(accountOf(issue.accountId))
  if (!account) throw new Error(`issue ${issue.id} has no account`)
  const assignment = assignmentOf(db, { id: issue.accountId, uid: account.uid }, playbook.id)
  const { arm, heldBy } = assignment
  const opening = openingOf(db, compile(playbook), issue.id, now)
  const step = opening.outreach?.step ?? null
  const contact = chooseContact(db, issue.accountId, step?.topic ?? 'service', choice.contactId)
  if (!contact.ok) return contact
  const asks = { playbookVersion, together: choice.together ?? 1 }
  const about = { issue, contact: contact.value, playbookId: playbook.id, arm, heldBy, self: null, asks }
  const decided = composeMessage(db, about, step, choice, choice.overrides ?? [], now)
  const decision = decideStart(opening.firstAct, decided.verdicts)
  return ok({ ...opening, issue, playbook, playbookVersion, contact: contact.value, assignment, decided, decision })
}
