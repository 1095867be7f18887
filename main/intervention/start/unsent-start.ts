import type { UnsentReason } from '../../../shared/intervention/unsent.ts'
import type { WriteDb } from '../../cache/db.ts'
import type { Decision } from '../../cache/journal.ts'
import { issueById } from '../guard/issue-rows.ts'
import { keepUnsent, reasonsOf, saying, type UnsentRow } from '../guard/ledger.ts'
import { type PreparedStart, prepareStart, type StartChoice } from './prepare.ts'

type DecidedBy = Pick<Decision, 'at' | 'actor'>

/** A start that was decided on: what was chosen, and the intervention's id. */
type ChosenStart = StartChoice & { interventionId: string }

const unsentStart = (
  { interventionId, issueId, playbookId }: ChosenStart,
  { issue, contact, outreach }: Pick<PreparedStart, 'issue' | 'contact' | 'outreach'>,
  { at, actor }: DecidedBy,
): Omit<UnsentRow, 'ended' | 'because'> => ({
  at,
  actor,
  stage: 'compose',
  interventionId,
  step: 0,
  issueId,
  accountId: issue.accountId,
  playbookId,
  channel: outreach?.step.channel ?? 'email',
  recipient: contact?.email?.trim() || null,
})

/** Writes down why a start was refused: the ledger answers for messages that were never queued, too. */
export function keepRefusedStart(tx: WriteDb, start: ChosenStart, why: string, decision: DecidedBy): void {
  const prepared = prepareStart(tx, start, decision.at)
  if (!prepared.ok) {
    // What could not even be prepared has neither a contact nor verdicts; the issue may be gone, too.
    const issue = tx.get(issueById(start.issueId))
    const unknown = { contact: null, outreach: null }
    if (issue) keepUnsent(tx, { ...unsentStart(start, { issue, ...unknown }, decision), ...refusedFor(saying(why)) })
    return
  }
  const { leaves, because } = prepared.value.decision
  const reasons = leaves === 'refused' ? reasonsOf(because) : saying(why)
  keepUnsent(tx, { ...unsentStart(start, prepared.value, decision), ...refusedFor(reasons) })
}

const refusedFor = (because: UnsentReason[]) => ({ interventionId: null, ended: 'refused' as const, because })

/** Writes down that a message was not even made, because the account is held out. */
export function keepHeldOut(tx: WriteDb, start: ChosenStart, prepared: PreparedStart, decision: DecidedBy): void {
  const row = unsentStart(start, prepared, decision)
  keepUnsent(tx, { ...row, ended: 'held_out', because: reasonsOf(prepared.decision.because) })
}
