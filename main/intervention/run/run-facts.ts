import type { Happening } from '../../../shared/intervention/playbook.ts'
import { SECOND } from '../../../shared/trigger/duration.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { RunFacts } from './advance.ts'

/** A run as it is stored. `wakeAt`: workspace time, UTC ms. */
export interface RunRow {
  id: string
  issueId: number
  accountId: number
  contactId: number | null
  playbookId: string
  playbookVersion: number
  arm: 'treatment' | 'control'
  exposedAt: number
  state: 'running' | 'done' | 'stopped'
  position: number
  wakeAt: number | null
  recalledAt: number | null
  startedBy: string
}

/** One run by the id of its intervention. */
export const runById = (id: string) =>
  query<RunRow>(
    `SELECT id, issue_id AS issueId, account_id AS accountId, contact_id AS contactId, playbook_id AS playbookId,
       playbook_version AS playbookVersion, arm, exposed_at AS exposedAt, state, position, wake_at AS wakeAt,
       recalled_at AS recalledAt, started_by AS startedBy
     FROM intervention WHERE id = ?`,
    [id],
  )

export type StepState = 'open' | 'done' | 'refused' | 'stopped'

export interface StepRow {
  n: number
  position: number
  kind: 'outreach' | 'resolution' | 'task' | 'wait' | 'branch'
  state: StepState
  at: number
  endedAt: number | null
  detail: string
}

/** What a run has done so far, in order. */
export const stepsOf = (id: string) =>
  query<StepRow>(
    'SELECT n, position, kind, state, at, ended_at AS endedAt, detail FROM step WHERE intervention_id = ? ORDER BY n',
    [id],
  )

interface Observed {
  closed: string | null
  closedAt: number | null
  live: number
  tickets: number
  replies: number
  metricMet: number
  verdict: 'worked' | 'failed' | null
}

/** `since`: the last message of the run, or its beginning. */
const observed = (run: RunRow, since: number, now: number) =>
  query<Observed>(
    `SELECT
       (SELECT CASE state WHEN 'closed' THEN ifnull(closed_because, '') END FROM issue WHERE id = $issue) AS closed,
       (SELECT closed_at FROM issue WHERE id = $issue) AS closedAt,
       (SELECT count(*) FROM signal WHERE issue_id = $issue AND fired_at <= $now
          AND (cleared_at IS NULL OR cleared_at > $now)) AS live,
       (SELECT count(*) FROM object o WHERE o.account_id = $account AND ${THEIRS}
          AND o.opened_at > $begun AND o.opened_at <= $now) AS tickets,
       (SELECT count(*) FROM object o WHERE o.account_id = $account AND ${THEIRS}
          AND o.opened_at > $since AND o.opened_at <= $now)
         + (SELECT count(*) FROM event WHERE account_id = $account AND kind IN ('chat', 'reply')
          AND at > $since AND at <= $now) AS replies,
       (SELECT count(*) FROM outcome WHERE intervention_id = $id AND metric_met_at <= $now) AS metricMet,
       (SELECT verdict FROM resolution WHERE intervention_id = $id ORDER BY outbox_id DESC LIMIT 1) AS verdict`,
    { id: run.id, issue: run.issueId, account: run.accountId, begun: run.exposedAt, since, now },
  )

const lastSent = (id: string) =>
  query<{ at: number | null }>(
    "SELECT max(sent_at) AS at FROM outbox WHERE intervention_id = ? AND kind = 'message' AND state = 'sent'",
    [id],
  )

/** How long a run waits after its issue was closed, in ms: the person who closed it may take that back at once. */
export const SECOND_THOUGHTS = 30 * SECOND

/** Reads what has become of the world since a run began. `steps` as they stand. */
export function runFacts(db: ReadDb, run: RunRow, steps: readonly StepRow[], now: number): RunFacts {
  const seen = db.get(observed(run, db.get(lastSent(run.id))?.at ?? run.exposedAt, now))
  const happened = new Set<Happening>()
  const latest = (kind: StepRow['kind']) => steps.findLast(step => step.kind === kind)
  const fix = latest('resolution')
  if ((seen?.replies ?? 0) > 0) happened.add('replied')
  if ((seen?.tickets ?? 0) > 0) happened.add('ticket_opened')
  if (seen?.live === 0) happened.add('condition_cleared')
  if (fix?.state === 'done' && seen?.verdict === 'worked') happened.add('resolution_worked')
  else if (fix && fix.state !== 'open') happened.add('resolution_failed')
  if (latest('task')?.state === 'done') happened.add('task_done')
  if ((seen?.metricMet ?? 0) > 0) happened.add('metric_met')
  const justClosed = seen?.closed != null && (seen.closedAt ?? 0) > now - SECOND_THOUGHTS
  return {
    issueClosed: justClosed ? null : (seen?.closed ?? null),
    happened,
    holding:
      justClosed || steps.some(({ kind, state }) => state === 'open' && (kind === 'outreach' || kind === 'resolution')),
    openTasks: steps.filter(({ kind, state }) => state === 'open' && kind === 'task').length,
  }
}

const live = (issueId: number, now: number) =>
  query<{ n: number }>(
    `SELECT count(*) AS n FROM signal WHERE issue_id = ? AND fired_at <= ? AND (cleared_at IS NULL OR cleared_at > ?)`,
    [issueId, now, now],
  )

/** The facts of a run that has done nothing yet, about an issue that is open. */
export const factsAtStart = (db: ReadDb, issueId: number, now: number): RunFacts & { happened: Set<Happening> } => ({
  issueClosed: null,
  happened: new Set(db.get(live(issueId, now))?.n === 0 ? ['condition_cleared'] : []),
  holding: false,
  openTasks: 0,
})
