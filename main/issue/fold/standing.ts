import type { IssueState } from '../../../shared/vocabulary.ts'
import { query, statement, type WriteDb } from '../../cache/db.ts'
import type { IssueSignal } from './queries.ts'
import type { Score } from './score.ts'

/** An issue as it stands at a moment. */
interface Standing {
  issue: number
  state: IssueState
  scored: Score
  /** The signals that its score is from. */
  signals: readonly IssueSignal[]
  now: number
}

/** What a person sees of where an issue stands; the rest follows from it. */
interface Seen {
  state: string
  band: number
  priority: number
  risk: number
  treatability: number
  value_minor: number
  minutes: number
  score_id: number | null
  triggers: string
}

const lastSeen = (issue: number) =>
  query<Seen>(
    `SELECT state, band, priority, risk, treatability, value_minor, minutes, score_id, triggers FROM issue_score
     WHERE issue_id = ? ORDER BY at DESC LIMIT 1`,
    [issue],
  )

/** Keeps where an issue stands, where that differs from what was kept last by more than rounding. */
export function keepStanding(tx: WriteDb, { issue, state, scored, signals, now }: Standing): void {
  const triggers = JSON.stringify(Object.fromEntries(signals.map(({ triggerId, version }) => [triggerId, version])))
  const last = tx.get(lastSeen(issue))
  if (last && rounded(last) === rounded({ ...scored, state, triggers })) return
  const isModelled = scored.score_id !== null
  tx.run(
    statement(
      `INSERT INTO issue_score (issue_id, at, state, band, priority, risk, low, high, treatability, value_minor, urgency,
         minutes, model_id, score_id, base, factors, triggers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET state = excluded.state, band = excluded.band, priority = excluded.priority,
         risk = excluded.risk, low = excluded.low, high = excluded.high, treatability = excluded.treatability, value_minor = excluded.value_minor,
         urgency = excluded.urgency, minutes = excluded.minutes, model_id = excluded.model_id,
         score_id = excluded.score_id, base = excluded.base, factors = excluded.factors, triggers = excluded.triggers`,
      [
        ...[issue, now, state, scored.band, scored.priority, scored.risk, scored.risk_low, scored.risk_high],
        ...[scored.treatability, scored.value_minor, scored.urgency, scored.minutes],
        ...[scored.model_id, scored.score_id],
        ...[isModelled ? null : scored.base, isModelled ? null : scored.factors, triggers],
      ],
    ),
  )
}

/** Risks differ from a tenth of a percent on, priorities in their third digit. */
const rounded = (seen: Seen): string =>
  JSON.stringify([
    ...[seen.state, seen.band, Number(seen.priority.toPrecision(3)), Math.round(seen.risk * 1_000)],
    ...[Number(seen.treatability.toPrecision(3)), seen.value_minor, seen.minutes, seen.score_id, seen.triggers],
  ])

/** Rows that one transaction takes away. */
const LOT = 500

/** Rows of before a moment that are not the last word on an issue that is not over. */
export const oldStandings = (before: number) =>
  query<{ issue: number; at: number }>(
    `SELECT s.issue_id AS issue, s.at FROM issue_score s INDEXED BY issue_score_at WHERE s.at < ?
       AND (EXISTS (SELECT 1 FROM issue_score n WHERE n.issue_id = s.issue_id AND n.at > s.at)
         OR EXISTS (SELECT 1 FROM issue i WHERE i.id = s.issue_id AND i.state = 'closed'))
     ORDER BY s.at LIMIT ${LOT}`,
    [before],
  )

/** Takes some of them away. */
export const forgetStandings = (tx: WriteDb, rows: readonly { issue: number; at: number }[]): void =>
  void tx.run(
    statement('DELETE FROM issue_score WHERE (issue_id, at) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))', [
      JSON.stringify(rows.map(({ issue, at }) => [issue, at])),
    ]),
  )
