import { type Factor, factorSchema } from '../../../shared/model/issue.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'

/** Where an issue stood at a moment, as it was kept then. */
export interface StandingAt {
  account: number
  category: Category
  /** When it came to stand there, UTC ms. */
  since: number
  state: string
  band: number
  priority: number
  risk: number
  /** The width of the risk; null where base rates made it, or it is from before widths were kept here. */
  low: number | null
  high: number | null
  treatability: number
  valueMinor: number
  urgency: number
  minutes: number
  modelId: number
  /** The kept score of its account; null where base rates made the risk, of which `base` and `factors` then say what of. */
  scoreId: number | null
  base: number | null
  factors: Factor[]
  /** Versions of the triggers that held, by id. */
  triggers: Record<string, number>
  /** Its place among the open issues of that moment, 1 the first; null while it was not open. `of`: how many there were. */
  rank: number | null
  of: number
}

type StandingRow = Omit<StandingAt, 'factors' | 'triggers' | 'rank' | 'of'> & {
  factors: string | null
  triggers: string
}

/** Where an issue stood, the latest by a moment first. */
const standings = (issue: number, at: number, limit: number) =>
  query<StandingRow>(
    `SELECT i.account_id AS account, i.category, s.at AS since, iif(i.closed_at <= @at, 'closed', s.state) AS state, s.band, s.priority,
       s.risk, s.low, s.high, s.treatability, s.value_minor AS valueMinor, s.urgency, s.minutes, s.model_id AS modelId,
       s.score_id AS scoreId, s.base, s.factors, s.triggers
     FROM issue_score s JOIN issue i ON i.id = s.issue_id WHERE s.issue_id = @issue AND s.at <= @at
     ORDER BY s.at DESC LIMIT @limit`,
    { issue, at, limit },
  )

/** The open issues of a moment, in the order of the queue: how many, and how many come before one. */
const placeAmong = (at: number, issue: number, priority: number) =>
  query<{ n: number; before: number }>(
    `WITH latest AS (SELECT issue_id, state, priority, max(at) FROM issue_score WHERE at <= @at GROUP BY issue_id)
     SELECT count(*) AS n, ifnull(sum(l.priority > @priority OR (l.priority = @priority AND l.issue_id < @issue)), 0) AS before
     FROM latest l JOIN issue i ON i.id = l.issue_id
     WHERE l.state = 'open' AND (i.closed_at IS NULL OR i.closed_at > @at)`,
    { at, issue, priority },
  )

/** Rebuilds where an issue stood; null where nothing was kept of it by then. Reads all that was kept, so not for a screen. */
export function standingAt(db: ReadDb, issue: number, at: number): StandingAt | null {
  const row = db.get(standings(issue, at, 1))
  if (!row) return null
  const { n, before } = db.get(placeAmong(at, issue, row.priority)) ?? { n: 0, before: 0 }
  return {
    ...parsedStanding(row),
    rank: row.state === 'open' ? before + 1 : null,
    of: n,
  }
}

const parsedStanding = (row: StandingRow) => ({
  ...row,
  factors: row.factors === null ? [] : factorSchema.array().parse(JSON.parse(row.factors)),
  triggers: JSON.parse(row.triggers) as Record<string, number>,
})

/** The latest places where an issue stood, in order of time, without its rank among others. */
export const standingsOf = (db: ReadDb, issue: number, limit: number): Omit<StandingAt, 'rank' | 'of'>[] =>
  db
    .all(standings(issue, Number.MAX_SAFE_INTEGER, limit))
    .reverse()
    .map(parsedStanding)
