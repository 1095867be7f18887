import type { ReachedControl } from '../../../shared/model/arm-health.ts'
import type { Period } from '../../../shared/period.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Arm } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'

/** Accounts that were first assigned on one day, to one version of a playbook, under one share. */
export interface AssignedRow {
  playbookId: string
  version: number
  share: number
  arm: Arm
  /** The first of them, UTC ms. */
  since: number
  day: number
  accounts: number
}

const within = ({ from = 0, to = Number.MAX_SAFE_INTEGER }: Period) => ({ from, to })

const GROUPED = `SELECT playbook_id AS playbookId, playbook_version AS version, share, arm, min(assigned_at) AS since,
  assigned_at / ${DAY} AS day, count(*) AS accounts`
const IN_ORDER = `GROUP BY playbook_id, playbook_version, share, arm, assigned_at / ${DAY} ORDER BY since, playbook_id, version`

/** Among all starts, the first one of each account: what followed cannot have decided on it. */
const firstOfAccount = (period: Period) =>
  query<AssignedRow>(
    `${GROUPED} FROM (SELECT *, min(assigned_at) FROM exposure WHERE assigned_at >= $from AND assigned_at < $to
       GROUP BY account_id) ${IN_ORDER}`,
    within(period),
  )

const firstOfPlaybook = (period: Period) =>
  query<AssignedRow>(
    `${GROUPED} FROM (SELECT *, min(assigned_at) FROM exposure WHERE assigned_at >= $from AND assigned_at < $to
       GROUP BY account_id, playbook_id) ${IN_ORDER}`,
    within(period),
  )

/** Accounts by day, version, share and arm: altogether, and by playbook. */
export const assignedIn = (db: ReadDb, period: Period): { all: AssignedRow[]; byPlaybook: AssignedRow[] } => ({
  all: db.all(firstOfAccount(period)),
  byPlaybook: db.all(firstOfPlaybook(period)),
})

const heldOut = (period: Period) =>
  query<{ n: number }>(
    `SELECT count(DISTINCT e.account_id) AS n FROM exposure e CROSS JOIN intervention i ON i.id = e.intervention_id
     WHERE e.assigned_at >= $from AND e.assigned_at < $to AND e.arm = 'control' AND i.recalled_at IS NULL`,
    within(period),
  )

/**
 * Starts of held-out accounts in whose window the account was reached by other means: a person broke the glass, another
 * playbook wrote to it, or somebody spoke with it. The first time each, in the order of the starts.
 */
const reached = (period: Period, now: number) =>
  query<ReachedControl>(
    `WITH held AS (
       SELECT e.intervention_id AS id, e.account_id AS account, e.playbook_id AS playbook, e.override_reason AS forced,
         e.exposed_at AS exposed, e.assigned_at AS since, min(i.window_ends_at, $now) AS until
       FROM exposure e CROSS JOIN intervention i ON i.id = e.intervention_id
       WHERE e.assigned_at >= $from AND e.assigned_at < $to AND e.arm = 'control' AND i.recalled_at IS NULL),
     met AS (
       SELECT id, account, since, 'override' AS by, exposed AS at FROM held
         WHERE forced IS NOT NULL AND exposed IS NOT NULL
       UNION ALL
       SELECT h.id, h.account, h.since, 'other_playbook', min(o.exposed_at) FROM held h
         JOIN exposure o INDEXED BY exposure_account ON o.account_id = h.account
         WHERE o.intervention_id <> h.id AND o.ghost = 0 AND o.exposed_at > h.since AND o.exposed_at <= h.until
         GROUP BY h.id
       UNION ALL
       SELECT h.id, h.account, h.since, 'call', min(v.at) FROM held h
         JOIN event v ON v.account_id = h.account AND v.kind IN ('call', 'meeting', 'chat')
           AND v.at > h.since AND v.at <= h.until
         GROUP BY h.id)
     SELECT m.id AS interventionId, m.account AS accountId, a.name AS accountName, m.by, m.at
     FROM met m JOIN account a ON a.id = m.account ORDER BY m.since, m.id, m.at, m.by`,
    { ...within(period), now },
  )

/** How many accounts were held out, and which of their starts were reached by other means. */
export const contaminationIn = (db: ReadDb, period: Period, now: number) => ({
  control: db.get(heldOut(period))?.n ?? 0,
  reached: db.all(reached(period, now)),
})
