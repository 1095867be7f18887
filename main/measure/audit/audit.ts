import type { Audit, AuditItem, AuditKind } from '../../../shared/review/audit.ts'
import { DISMISSALS } from '../../../shared/vocabulary.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { saltOf } from '../../cache/settings.ts'
import { WEEK, weekOf } from '../figures/weeks.ts'
import { type Drawn, drawItems, type LeftAlone, PER_WEEK } from './draw.ts'
import { auditRates, type WeightedAnswer } from './rate.ts'

/** Items of so many weeks wait for an answer; older ones are not put to anybody any more. */
const WEEKS = 3
/** Answers of so many weeks make the rate. */
const RATED_WEEKS = 52

interface LeftRow extends LeftAlone {
  issueId: number
  because: string
}

/** Issues that were closed without acting; the condition is that of the index `issue_left_alone`. */
const closedAlone = (from: number, to: number) =>
  query<{ issueId: number; uid: string; at: number; because: string }>(
    `SELECT id AS issueId, uid, closed_at AS at, closed_because AS because FROM issue INDEXED BY issue_left_alone
     WHERE closed_because IN ('false_positive', 'known', 'not_worth_it', 'wrong_account', 'cleared')
       AND closed_at >= ? AND closed_at < ? ORDER BY closed_at, id`,
    [from, to],
  )

/** Issues whose first message in the weeks a check kept back; what was held out or recalled is no suppression. */
const keptBack = (from: number, to: number) =>
  query<{ issueId: number; uid: string; at: number; because: string }>(
    `SELECT u.issue_id AS issueId, i.uid, min(u.at) AS at, u.because ->> '$[0].check' AS because
     FROM unsent u INDEXED BY unsent_at CROSS JOIN issue i ON i.id = u.issue_id
     WHERE u.at >= ? AND u.at < ? AND u.ended = 'refused' AND u.because ->> '$[0].check' IS NOT NULL
     GROUP BY u.issue_id ORDER BY 3, 1`,
    [from, to],
  )

const answered = (from: number) =>
  query<WeightedAnswer & { issueId: number }>(
    'SELECT issue_id AS issueId, kind, answer, chance FROM audit_answer WHERE answered_at >= ?',
    [from],
  )

type Shown = Pick<AuditItem, 'accountId' | 'accountName' | 'title' | 'category' | 'ticketsSince'> & {
  /** For the list. */
  place: number
  left: number
}
const shownOf = (items: readonly LeftRow[]) =>
  query<Shown>(
    `SELECT j.key AS place, a.id AS accountId, a.name AS accountName, i.title, i.category,
       (SELECT count(*) FROM object o INDEXED BY object_account
          WHERE o.account_id = a.id AND o.kind = 'ticket' AND o.opened_at > j.value ->> '$.at' AND ${THEIRS})
         AS ticketsSince,
       ifnull(a.churned_at > j.value ->> '$.at', 0) AS left
     FROM json_each(?) j CROSS JOIN issue i ON i.id = j.value ->> '$.issueId' JOIN account a ON a.id = i.account_id
     WHERE a.merged_into IS NULL`,
    [JSON.stringify(items)],
  )

/** The items that chance has drawn of the last weeks that are over. */
function drawnItems(db: ReadDb, now: number): Drawn<LeftRow>[] {
  const to = weekOf(now)
  const from = to - WEEKS * WEEK
  const closed = db.all(closedAlone(from, to)).map(row => ({ ...row, kind: kindOf(row.because) }))
  const kept = db.all(keptBack(from, to)).map(row => ({ ...row, kind: 'suppressed' as const }))
  return drawItems<LeftRow>([...closed, ...kept], saltOf(db), now)
}

const kindOf = (because: string): AuditKind => (DISMISSALS.some(one => one === because) ? 'dismissed' : 'cleared')

/** What waits for a person's answer, newest first, and what the answers say so far. */
export function auditOf(db: ReadDb, now: number): Audit {
  const answers = db.all(answered(now - RATED_WEEKS * WEEK))
  const done = new Set(answers.map(({ issueId, kind }) => `${kind} ${issueId}`))
  const waiting = drawnItems(db, now).filter(({ kind, issueId }) => !done.has(`${kind} ${issueId}`))
  const items = db.all(shownOf(waiting)).flatMap(({ place, left, ...shown }): AuditItem[] => {
    const item = waiting[place]
    if (!item) return []
    const { issueId, kind, at, because, chance } = item
    return [{ ...{ issueId, kind, at, because, chance }, ...shown, left: left === 1 }]
  })
  return { items: items.sort((a, b) => b.at - a.at), rates: auditRates(answers), perWeek: PER_WEEK }
}

/** The chance with which an item was drawn; null where it was not. */
export const auditChance = (db: ReadDb, now: number, issueId: number, kind: AuditKind): number | null =>
  drawnItems(db, now).find(item => item.issueId === issueId && item.kind === kind)?.chance ?? null
