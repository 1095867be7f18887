import { z } from 'zod'
import { languageSchema } from '../../../shared/intervention/language-schemas.ts'
import { overrideSchema } from '../../../shared/model/intervention.ts'
import { ms } from '../../../shared/model/values.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import type { Arm, OutboxState } from '../../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { type Decision, defineCommand } from '../../cache/journal.ts'
import { rowOf, type Uid, uidOf } from '../../cache/uid.ts'
import { keepExposure } from '../guard/arms/exposure.ts'
import { keepVerdicts } from '../guard/ledger.ts'
import { FINAL_CHECKS } from '../guard/preflight.ts'
import { overrideRefusal } from '../guard/roles.ts'
import { signalsByStrength } from '../message/message-fields.ts'
import { carryOn } from '../run/run.ts'
import { type PreparedStart, prepareStart } from './prepare.ts'
import { exposureOf } from './start-exposure.ts'
import { keepHeldOut, keepRefusedStart } from './unsent-start.ts'

const startArgs = z.object({
  issueId: uidOf('issue'),
  playbookId: z.string(),
  contactId: uidOf('contact').optional(),
  subject: z.string().max(300).optional(),
  text: z.string().max(20_000).optional(),
  language: languageSchema.optional(),
  overrides: z.array(overrideSchema).default([]),
  /** Machine time of the decision, UTC ms: the outbox does not run on the workspace's clock. */
  wallNow: ms,
  /** How long the message can still be taken back, in ms. */
  undoMs: z.int().min(0),
})

interface StartNames {
  issueId: Uid<'issue'>
  contactId?: Uid<'contact'> | undefined
}
interface StartRows {
  issueId: number
  contactId: number | undefined
}

/** The rows that a start names. */
export function startRows(db: ReadDb, { issueId, contactId }: StartNames): Result<StartRows> {
  const issue = rowOf(db, 'issue', issueId)
  if (!issue.ok) return issue
  const contact = contactId === undefined ? ok(undefined) : rowOf(db, 'contact', contactId)
  return contact.ok ? ok({ issueId: issue.value, contactId: contact.value }) : contact
}

/** What is to be started, and how it came to that. */
export interface Start extends Omit<z.infer<typeof startArgs>, keyof StartNames> {
  issueId: number
  contactId?: number | undefined
  /** Names the intervention; the decision's own id where it starts one only. */
  interventionId: string
  origin: 'person' | 'bulk' | 'autopilot'
  /** Those that were started together. */
  batchId: string | null
  /** How many that are, this one included: some sizes need a second person. */
  together: number
}

export interface Started {
  interventionId: string
  arm: Arm
  /** The message that the run began with; null where it began otherwise, or the account is held out. */
  outboxId: number | null
  notBefore: number | null
  /** It waits for a second person. */
  held: boolean
  /** The issue's version as the start left it. */
  issueVersion: number
}

/**
 * Starts a playbook. Decision, verdicts, first steps with their message, and expected outcome commit together: there is
 * no moment at which an intervention exists whose message could be lost, or a message whose decision could.
 */
export const startIntervention = defineCommand({
  name: 'intervention.start',
  args: startArgs,
  apply: (tx, args, decision) => {
    const rows = startRows(tx, args)
    if (!rows.ok) return rows
    const started = startOne(tx, { ...args, ...rows.value, ...alone(decision) }, decision)
    if (!started.ok) return started
    const { issueVersion, ...value } = started.value
    const undo = { interventionId: decision.id, version: issueVersion }
    return ok({ value, undo: { command: 'intervention.recall', args: undo } })
  },
  refused: (tx, args, decision, { why }) => {
    const rows = startRows(tx, args)
    if (rows.ok) keepRefusedStart(tx, { ...args, ...rows.value, ...alone(decision) }, why, decision)
  },
})

const alone = ({ id }: Decision) =>
  ({ interventionId: id, origin: 'person', batchId: null, together: 1 }) satisfies Partial<Start>

/**
 * Starts one intervention in a given transaction, for a caller that starts many. A start that is refused has written nothing,
 * so that the others of its transaction can go on.
 */
export function startOne(tx: WriteDb, start: Start, decision: Pick<Decision, 'at' | 'actor'>): Result<Started> {
  const { interventionId, overrides } = start
  const prepared = prepareStart(tx, start, decision.at)
  if (!prepared.ok) return prepared
  const { decided, issue, outreach } = prepared.value
  const { arm } = prepared.value.assignment
  const refusal = overrideRefusal(tx, overrides, decision.actor) ?? refusalOf(prepared.value)
  if (refusal) return refusal
  const heldOut = prepared.value.decision.leaves === 'held_out'
  const triggerId = insertIntervention(tx, start, prepared.value, heldOut, decision)
  keepExposure(tx, exposureOf(tx, start, prepared.value, { ...decision, triggerId }))
  keepVerdicts(tx, interventionId, 'compose', decided.verdicts, decision.at)
  tx.run(statement("UPDATE issue SET state = 'acting', version = version + 1 WHERE id = ?", [issue.id]))
  // An account of the control arm gets nothing at all: no message, no fix, no task.
  if (!heldOut) {
    const position = outreach?.position
    const { subject, text, language } = start
    const given = { subject, text, language, overrides, ...(position !== undefined && { position }) }
    const { undoMs, together } = start
    const beginning = { given, undoMs, together, decided: outreach && { ...decided, position: outreach.position } }
    carryOn(tx, interventionId, { now: decision.at, wall: start.wallNow }, beginning)
  } else keepHeldOut(tx, start, prepared.value, decision)
  const queued = tx.get(queuedBy(interventionId))
  return ok({
    interventionId,
    arm,
    outboxId: queued?.id ?? null,
    notBefore: queued?.notBefore ?? null,
    held: queued?.state === 'held',
    issueVersion: issue.version + 1,
  })
}

const queuedBy = (interventionId: string) =>
  query<{ id: number; notBefore: number; state: OutboxState }>(
    'SELECT id, not_before AS notBefore, state FROM outbox WHERE intervention_id = ? ORDER BY id LIMIT 1',
    [interventionId],
  )

function refusalOf({ decided, decision, firstAct }: PreparedStart): Result<never> | null {
  if (decision.leaves === 'refused')
    return fail(
      'refused',
      'The message was not queued.',
      decision.because.map(({ fact }) => fact).join(' '),
      decision.because.some(({ check }) => FINAL_CHECKS.has(check))
        ? 'Choose another contact or channel.'
        : 'Wait until this has changed, or override the check with a reason.',
    )
  return decided.message.ok || firstAct !== 'outreach' ? null : decided.message
}

function insertIntervention(
  tx: WriteDb,
  { interventionId, issueId, origin, batchId }: Start,
  { playbook, playbookVersion, issue, contact, assignment: { arm } }: PreparedStart,
  heldOut: boolean,
  { at, actor }: Pick<Decision, 'at' | 'actor'>,
): string {
  const windowEnds = at + (parseDuration(playbook.window) ?? 0)
  const triggerId = tx.get(signalsByStrength(issueId, at))?.triggerId ?? ''
  tx.run(
    statement(
      `INSERT INTO intervention (id, issue_id, account_id, contact_id, trigger_id, playbook_id, playbook_version, arm,
         exposed_at, window_ends_at, started_by, origin, batch_id, state, ended_at, ended_because)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        interventionId,
        issueId,
        issue.accountId,
        contact?.id ?? null,
        triggerId,
        playbook.id,
        playbookVersion,
        arm,
        at,
        windowEnds,
        actor,
        origin,
        batchId,
        heldOut ? 'done' : 'running',
        heldOut ? at : null,
        heldOut ? 'The account is held out.' : null,
      ],
    ),
  )
  tx.run(statement('INSERT INTO outcome (intervention_id, window_ends_at) VALUES (?, ?)', [interventionId, windowEnds]))
  return triggerId
}
