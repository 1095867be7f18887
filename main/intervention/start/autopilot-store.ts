import { z } from 'zod'
import { autopilotSetSchema } from '../../../shared/intervention/autopilot.ts'
import { DEFAULT_STOP_RULE, stopRuleSchema } from '../../../shared/intervention/stop-rule.ts'
import { ms } from '../../../shared/model/values.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { LEADING } from '../../../shared/roles.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { type Decision, defineCommand } from '../../cache/journal.ts'
import { uidOf } from '../../cache/uid.ts'
import { autopilotAllowed } from '../guard/settings.ts'
import { signalsByStrength } from '../message/message-fields.ts'
import type { Card } from './autopilot.ts'
import { type Start, startOne, startRows } from './start.ts'
import { fixRule, hashOfRule, stopRuleOf } from './stop-rule-store.ts'
import { keepRefusedStart } from './unsent-start.ts'

export interface AutopilotRow {
  triggerId: string
  enabled: number
  dailyCap: number
  changedBy: string
  changedAt: number
  stoppedAt: number | null
  stoppedBecause: string | null
}

const COLUMNS = `p.trigger_id AS triggerId, p.enabled, p.daily_cap AS dailyCap, p.changed_by AS changedBy,
  p.changed_at AS changedAt, p.stopped_at AS stoppedAt, p.stopped_because AS stoppedBecause`

export const autopilotRows = query<AutopilotRow>(`SELECT ${COLUMNS} FROM autopilot p ORDER BY p.trigger_id`)
const rowOf = (id: string) => query<AutopilotRow>(`SELECT ${COLUMNS} FROM autopilot p WHERE p.trigger_id = ?`, [id])

/** Those that are on, have not stopped, and whose trigger is on. */
export const flying = query<AutopilotRow & { playbookId: string }>(
  `SELECT ${COLUMNS}, json_extract(t.definition, '$.playbook') AS playbookId
   FROM autopilot p JOIN trigger t ON t.id = p.trigger_id
   WHERE p.enabled = 1 AND p.stopped_at IS NULL AND t.enabled = 1 ORDER BY p.trigger_id`,
)

/** The journal keeps the rule that stops it, with its hash. A decision of before there were rules has the usual one. */
const setArgs = autopilotSetSchema.extend({
  rule: stopRuleSchema.default(DEFAULT_STOP_RULE),
  ruleHash: z.string().optional(),
})

/**
 * Switches autopilot of one trigger on or off, and sets its cap. On again, it has not stopped any more. The rule that stops
 * it is fixed in the same transaction, so there is no message without one. After it has stopped, its rule begins again.
 */
export const setAutopilot = defineCommand({
  name: 'autopilot.set',
  args: setArgs,
  reserved: { roles: LEADING, to: 'change autopilot' },
  apply: (tx, { triggerId, enabled, dailyCap, rule, ruleHash }, decision) => {
    const { actor, at } = decision
    const what = 'Autopilot was not changed.'
    if (!tx.get(query('SELECT 1 FROM trigger WHERE id = ?', [triggerId])))
      return fail('not_found', what, `There is no trigger ${triggerId}.`, 'Check the list of triggers.')
    if (enabled && !autopilotAllowed(tx))
      return fail('refused', what, 'Your administrator does not allow autopilot.', 'Ask your administrator.')
    const hash = hashOfRule(triggerId, rule)
    if (ruleHash !== undefined && ruleHash !== hash)
      return fail('conflict', what, 'The stop rule does not match its hash.', 'Turn autopilot on again.')
    const before = tx.get(rowOf(triggerId))
    const known = stopRuleOf(tx, triggerId)
    if (enabled && (known?.hash !== hash || before?.stoppedAt != null)) fixRule(tx, triggerId, rule, decision)
    tx.run(
      statement(
        `INSERT INTO autopilot (trigger_id, enabled, daily_cap, changed_by, changed_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET enabled = excluded.enabled, daily_cap = excluded.daily_cap,
             changed_by = excluded.changed_by, changed_at = excluded.changed_at, stopped_at = NULL,
             stopped_because = NULL`,
        [triggerId, Number(enabled), dailyCap, actor, at],
      ),
    )
    // What had stopped automatically is not set going by an undo.
    const wasOn = before?.enabled === 1 && before.stoppedAt === null
    const args = { triggerId, enabled: wasOn, dailyCap: before?.dailyCap ?? dailyCap, rule: known?.parsed ?? rule }
    return ok({ value: null, undo: { command: 'autopilot.set', args } })
  },
})

/** Autopilot's own decision to stop. A person switches it on again. */
export const stopAutopilot = defineCommand({
  name: 'autopilot.stop',
  args: z.object({ triggerId: z.string(), because: z.string() }),
  apply: (tx, { triggerId, because }, { at }) => {
    tx.run(
      statement(
        'UPDATE autopilot SET stopped_at = ?, stopped_because = ? WHERE trigger_id = ? AND stopped_at IS NULL',
        [at, because, triggerId],
      ),
    )
    return ok({ value: null, undo: null })
  },
})

const startArgs = z.object({
  triggerId: z.string(),
  issueId: uidOf('issue'),
  playbookId: z.string(),
  wallNow: ms,
  undoMs: z.int().min(0),
})

function asStart(db: ReadDb, { triggerId: _, ...args }: z.infer<typeof startArgs>, { id }: Decision): Result<Start> {
  const rows = startRows(db, args)
  if (!rows.ok) return rows
  const how = { overrides: [], interventionId: id, origin: 'autopilot' as const, batchId: null, together: 1 }
  return ok({ ...args, ...rows.value, ...how })
}

/** Starts a playbook without a person; the cap is looked at once more, in the transaction of the start. */
export const startAutopilot = defineCommand({
  name: 'autopilot.start',
  args: startArgs,
  apply: (tx, args, decision) => {
    const { triggerId } = args
    const row = tx.get(rowOf(triggerId))
    const isOn = row?.enabled === 1 && row.stoppedAt === null && autopilotAllowed(tx)
    if (!isOn || startedSince(tx, triggerId, decision.at - DAY) >= row.dailyCap)
      return fail('conflict', 'Nothing was started.', 'Autopilot is off, or its cap is reached.', 'Start it by hand.')
    const start = asStart(tx, args, decision)
    if (!start.ok) return start
    const started = startOne(tx, start.value, decision)
    if (!started.ok) return started
    const { issueVersion, ...value } = started.value
    const undo = { interventionId: decision.id, version: issueVersion }
    return ok({ value, undo: { command: 'intervention.recall', args: undo } })
  },
  refused: (tx, args, decision, { why }) => {
    const start = asStart(tx, args, decision)
    if (start.ok) keepRefusedStart(tx, start.value, why, decision)
  },
})

/** How many autopilot has started for a trigger after `from` (UTC ms), those taken back included. */
export const startedSince = (db: ReadDb, triggerId: string, from: number): number =>
  db.get(
    query<{ n: number }>(
      `SELECT count(*) AS n FROM intervention INDEXED BY intervention_exposed
       WHERE exposed_at > ? AND origin = 'autopilot' AND trigger_id = ?`,
      [from, triggerId],
    ),
  )?.n ?? 0

const fresh = (triggerId: string, since: number, limit: number) =>
  query<{ id: number }>(
    `SELECT i.id FROM issue i WHERE i.state = 'open' AND i.claimed_by IS NULL AND i.opened_at >= $since
       AND i.id IN (SELECT s.issue_id FROM signal s INDEXED BY signal_trigger
         WHERE s.trigger_id = $trigger AND s.fired_at > $since - ${DAY} AND s.cleared_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM intervention v WHERE v.issue_id = i.id)
       AND NOT EXISTS (SELECT 1 FROM unsent u WHERE u.account_id = i.account_id AND u.issue_id = i.id
         AND u.actor = 'autopilot')
     ORDER BY i.priority DESC, i.id LIMIT $limit`,
    { trigger: triggerId, since, limit },
  )

/** So many are looked at, lest those that are not autopilot's hide one that is, and none takes long. */
const LOOK_AT = 1_000

/**
 * Issues that a trigger opened since autopilot was switched on and that nobody has dealt with: not claimed, nothing
 * started, nothing refused before. The trigger must be what weighs most, or the playbook would be about something else.
 */
export function freshIssues(
  db: ReadDb,
  { triggerId, since, limit, without }: { triggerId: string; since: number; limit: number; without: Set<number> },
  now: number,
): number[] {
  const found: number[] = []
  for (const { id } of db.all(fresh(triggerId, since, LOOK_AT + without.size))) {
    if (found.length === limit) break
    if (!without.has(id) && db.get(signalsByStrength(id, now))?.triggerId === triggerId) found.push(id)
  }
  return found
}

// The newest interventions tell enough; all of a year would hold up the engine.
const LATEST = 20_000

const cards = (triggerId: string, since: number, now: number) =>
  query<Omit<Card, 'lastSends' | 'treated' | 'control'> & Record<'treated' | 'returned' | 'control' | 'came', number>>(
    `SELECT count(*) FILTER (WHERE c.judged IS NOT NULL) AS judged,
       count(*) FILTER (WHERE c.judged = 'false_positive') AS falsePositives,
       count(*) FILTER (WHERE i.arm = 'treatment' AND c.window_ends_at <= $now) AS treated,
       count(*) FILTER (WHERE i.arm = 'treatment' AND c.window_ends_at <= $now AND c.contacted_at IS NOT NULL) AS returned,
       count(*) FILTER (WHERE i.arm = 'control' AND c.window_ends_at <= $now) AS control,
       count(*) FILTER (WHERE i.arm = 'control' AND c.window_ends_at <= $now AND c.contacted_at IS NOT NULL) AS came
     FROM (SELECT id, arm, trigger_id FROM intervention INDEXED BY intervention_exposed
         WHERE exposed_at >= $since AND recalled_at IS NULL ORDER BY exposed_at DESC LIMIT ${LATEST}) i
       CROSS JOIN outcome c ON c.intervention_id = i.id
     WHERE i.trigger_id = $trigger`,
    { trigger: triggerId, since, now },
  )

const lastSends = (triggerId: string, since: number) =>
  query<{ state: 'sent' | 'refused' | 'unsure' }>(
    `SELECT o.state FROM outbox o JOIN intervention i ON i.id = o.intervention_id
     WHERE o.id > (SELECT ifnull(max(id), 0) - ${LATEST} FROM outbox) AND o.kind = 'message' AND o.attempts > 0
       AND o.state IN ('sent', 'refused', 'unsure')
       AND i.trigger_id = ? AND i.origin = 'autopilot' AND i.exposed_at >= ? ORDER BY o.id DESC LIMIT 3`,
    [triggerId, since],
  )

/** What a trigger's interventions since `since` (UTC ms) have come to. */
export function cardOf(db: ReadDb, triggerId: string, since: number, now: number): Card {
  const sums = db.get(cards(triggerId, since, now))
  return {
    judged: sums?.judged ?? 0,
    falsePositives: sums?.falsePositives ?? 0,
    treated: { n: sums?.treated ?? 0, contacted: sums?.returned ?? 0 },
    control: { n: sums?.control ?? 0, contacted: sums?.came ?? 0 },
    lastSends: db.all(lastSends(triggerId, since)).map(({ state }) => state),
  }
}

export const autopilotCommands = [setAutopilot, stopAutopilot, startAutopilot]
