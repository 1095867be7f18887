import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parseDuration } from '../../shared/duration.ts'
import { ms, overrideSchema } from '../../shared/model.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { statement, type WriteDb } from '../cache/db.ts'
import { type Decision, defineCommand } from '../cache/journal.ts'
import { type Composed, compose, signalsByStrength } from './compose.ts'
import { laneOf } from './facts.ts'
import { keepVerdicts } from './ledger.ts'
import { decide, FINAL_CHECKS, type LeaveDecision } from './preflight.ts'

const startArgs = z.object({
  issueId: z.int().positive(),
  playbookId: z.string(),
  contactId: z.int().optional(),
  subject: z.string().max(300).optional(),
  text: z.string().max(20_000).optional(),
  overrides: z.array(overrideSchema).default([]),
  /** Machine time of the decision, UTC ms: the outbox does not run on the workspace's clock. */
  wallNow: ms,
  /** How long the message can still be taken back, in ms. */
  undoMs: z.int().min(0),
})

/** The key of a step's message: the same decision always gives the same key, so it can be queued only once. */
export const outboxKey = (interventionId: string, step: number): string =>
  createHash('sha256').update(`${interventionId}:${step}`).digest('hex').slice(0, 32)

/**
 * Starts a playbook. Decision, verdicts, message and expected outcome commit together: there is no moment at which an
 * intervention exists whose message could be lost, or a message whose decision could.
 */
export const startIntervention = defineCommand({
  name: 'intervention.start',
  args: startArgs,
  apply: (tx, args, decision) => {
    const composed = compose(tx, args, decision.at)
    if (!composed.ok) return composed
    const verdict = decide(composed.value.verdicts, [])
    const refusal = refusalOf(composed.value, verdict, args.overrides)
    if (refusal) return refusal
    const heldOut = verdict.leaves === 'held_out'
    insertIntervention(tx, args.issueId, composed.value, decision)
    keepVerdicts(tx, decision.id, 'compose', composed.value.verdicts, decision.at)
    tx.run(statement("UPDATE issue SET state = 'acting', version = version + 1 WHERE id = ?", [args.issueId]))
    const queued = heldOut ? null : insertMessage(tx, args, composed.value, verdict, decision)
    return ok({
      value: {
        interventionId: decision.id,
        arm: composed.value.arm,
        outboxId: queued?.id ?? null,
        notBefore: queued?.notBefore ?? null,
      },
      undo: {
        command: 'intervention.recall',
        args: { interventionId: decision.id, version: composed.value.issue.version + 1 },
      },
    })
  },
})

type Start = z.infer<typeof startArgs>

function refusalOf(composed: Composed, verdict: LeaveDecision, overrides: Start['overrides']): Result<never> | null {
  const beyond = overrides.find(({ check }) => FINAL_CHECKS.has(check))
  if (beyond)
    return fail(
      'refused',
      'The message was not queued.',
      `The check ${beyond.check.replaceAll('_', ' ')} cannot be set aside.`,
      'Start without that override.',
    ) as Result<never>
  if (verdict.leaves === 'refused')
    return fail(
      'refused',
      'The message was not queued.',
      verdict.because.map(({ fact }) => fact).join(' '),
      verdict.because.some(({ check }) => FINAL_CHECKS.has(check))
        ? 'Choose another contact or another way.'
        : 'Wait until this has changed, or give a reason to set the check aside.',
    ) as Result<never>
  return composed.message.ok ? null : (composed.message as Result<never>)
}

function insertIntervention(tx: WriteDb, issueId: number, composed: Composed, { id, at, actor }: Decision): void {
  const windowEnds = at + (parseDuration(composed.playbook.window) ?? 0)
  const triggerId = tx.get(signalsByStrength(issueId, at))?.triggerId ?? ''
  tx.run(
    statement(
      `INSERT INTO intervention (id, issue_id, account_id, contact_id, trigger_id, playbook_id, playbook_version, arm,
         exposed_at, window_ends_at, started_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        id,
        issueId,
        composed.issue.accountId,
        composed.contact?.id ?? null,
        triggerId,
        composed.playbook.id,
        composed.playbookVersion,
        composed.arm,
        at,
        windowEnds,
        actor,
      ],
    ),
  )
  tx.run(statement('INSERT INTO outcome (intervention_id, window_ends_at) VALUES (?, ?)', [id, windowEnds]))
}

function insertMessage(
  tx: WriteDb,
  { wallNow, undoMs, overrides }: Start,
  { issue, contact, message }: Composed,
  verdict: LeaveDecision,
  { id, at }: Decision,
): { id: number; notBefore: number } {
  const address = contact?.email?.trim()
  if (!address || !message.ok) throw new Error('preflight let a message without address or text through')
  const lane = laneOf(address)
  const key = outboxKey(id, 0)
  const notBefore = wallNow + Math.max(undoMs, verdict.at === null ? 0 : verdict.at - at)
  const why = verdict.leaves === 'later' ? verdict.because.map(({ fact }) => fact).join(' ') : null
  const payload = JSON.stringify({ key, to: { name: contact?.name ?? null, address }, ...message.value })
  const { lastId } = tx.run(
    statement(
      `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides,
         state, queued_at, not_before, why) VALUES (?, ?, ?, ?, ?, 'email', ?, ?, ?, 'waiting', ?, ?, ?)`,
      [key, id, issue.id, issue.accountId, lane, lane, payload, JSON.stringify(overrides), wallNow, notBefore, why],
    ),
  )
  return { id: lastId, notBefore }
}
