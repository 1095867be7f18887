import type { UnsentReason } from '../../../shared/intervention/unsent.ts'
import type { WriteDb } from '../../cache/db.ts'
import type { Decision } from '../../cache/journal.ts'
import { issueById } from '../guard/facts.ts'
import { keepUnsent, reasonsOf, saying, type UnsentRow } from '../guard/ledger.ts'
import { decide, type LeaveDecision } from '../guard/preflight.ts'
import { type Composed, compose, deciding } from '../message/compose.ts'
import type { Start } from './start.ts'

type When = Pick<Decision, 'at' | 'actor'>

const unsentStart = (
  { interventionId, issueId, playbookId }: Start,
  { issue, contact, outreach }: Pick<Composed, 'issue' | 'contact' | 'outreach'>,
  { at, actor }: When,
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
export function keepRefusedStart(tx: WriteDb, start: Start, why: string, decision: When): void {
  const composed = compose(tx, start, decision.at)
  if (!composed.ok) {
    // What could not even be composed has neither a contact nor verdicts; the issue may be gone, too.
    const issue = tx.get(issueById(start.issueId))
    const unknown = { contact: null, outreach: null }
    if (issue) keepUnsent(tx, { ...unsentStart(start, { issue, ...unknown }, decision), ...refusedFor(saying(why)) })
    return
  }
  const { leaves, because } = decide(deciding(composed.value), [])
  const reasons = leaves === 'refused' ? reasonsOf(because) : saying(why)
  keepUnsent(tx, { ...unsentStart(start, composed.value, decision), ...refusedFor(reasons) })
}

const refusedFor = (because: UnsentReason[]) => ({ interventionId: null, ended: 'refused' as const, because })

/** Writes down that a message was not even made, because the account is held out. */
export function keepHeldOut(
  tx: WriteDb,
  start: Start,
  composed: Composed,
  { because }: LeaveDecision,
  decision: When,
): void {
  const row = unsentStart(start, composed, decision)
  keepUnsent(tx, { ...row, ended: 'held_out', because: reasonsOf(because) })
}
