import type { IssueStanding, RiskReasons } from '../../../shared/predict/report-card.ts'
import { bandOf } from '../../../shared/priority.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { CATEGORIES, type Category } from '../../../shared/vocabulary.ts'
import type { ReadDb } from '../../cache/db.ts'
import { type StandingAt, standingAt } from '../../issue/door.ts'
import {
  type championOf,
  keptReasons,
  keptScore,
  keptScoreAt,
  meanOver,
  movingReasons,
  OutcomeRows,
  type RebuiltRisk,
  rebuiltRates,
  rebuiltScore,
  trainedBody,
} from '../../predict/door.ts'
import { measureOutcomes } from './measured-outcomes.ts'

/** An account, or an issue, at a moment and, where wanted, at one before. UTC ms. */
export interface WhyQuestion {
  account: number | null
  issue: number | null
  at: number
  before: number | null
}

export type Reasons = Omit<RiskReasons, 'account'>

/** What is usual of an account is its mean over so many weeks before. */
const WEEKS = 8

/** The moments of those weeks. */
export const weeksBefore = (at: number): number[] =>
  Array.from({ length: WEEKS }, (_, week) => at - 7 * DAY * (WEEKS - week))

/** Why an issue stood where it stood, from what was kept then; null where nothing was. */
export function whyIssue(db: ReadDb, issue: number, { at, before }: WhyQuestion): Reasons | null {
  const standing = standingAt(db, issue, at)
  const now = standing && riskOfStanding(db, standing)
  if (!standing || !now) return null
  const earlier = before === null ? null : standingAt(db, issue, before)
  const then = earlier && riskOfStanding(db, earlier)
  return { ...told(db, standing.account, at, now, before, then), standing: shownStanding(standing) }
}

/** Why an account had the risk that was in force, from what was kept then; null where nothing was. */
export function whyKept(db: ReadDb, account: number, { at, before }: WhyQuestion): Reasons | null {
  const rebuilt = (moment: number) => {
    const score = keptScoreAt(db, account, moment)
    return score && rebuiltScore(trainedBody(db, score.modelId), score)
  }
  const now = rebuilt(at)
  const then = before === null ? null : rebuilt(before)
  // What was not kept yet at the earlier moment can be measured again, at both.
  if (!now || (before !== null && !then)) return null
  return { ...told(db, account, at, now, before, then), standing: null }
}

function told(
  db: ReadDb,
  account: number,
  at: number,
  now: RebuiltRisk,
  before: number | null,
  then: RebuiltRisk | null,
): Omit<Reasons, 'standing'> {
  const usualOf = usualOver(db, account, now, at)
  const earlier = then && before !== null ? { ...then, at: before } : null
  return {
    ...{ modelId: now.modelId, horizonDays: now.asked?.horizonDays ?? null, from: 'kept' as const },
    about: aboutOf(now),
    ...keptReasons({ ...now, at }, earlier, usualOf),
  }
}

function riskOfStanding(
  db: ReadDb,
  { scoreId, modelId, risk, base, factors, category }: StandingAt,
): RebuiltRisk | null {
  if (scoreId === null) return rebuiltRates({ modelId, risk, base: base ?? risk, factors })
  const score = keptScore(db, scoreId)
  return score && rebuiltScore(trainedBody(db, score.modelId), score, category)
}

/** What was usual is no part of a score: it is measured from the history. */
function usualOver(db: ReadDb, account: number, { asked }: RebuiltRisk, at: number) {
  if (!asked) return () => null
  const moments = Float64Array.from(weeksBefore(at))
  const rows = new OutcomeRows(asked.measures, moments, asked.horizonDays * DAY)
  rows.add(measureOutcomes(db, asked.measures, { first: account, last: account, moments, now: at }))
  const { table } = rows.finish().examples
  const all = Array.from({ length: table.rows }, (_, row) => row)
  return (column: string) => meanOver(table, column, all)
}

/** What tickets had to be about for the risk to count them; null: anything. */
const aboutOf = ({ asked }: RebuiltRisk): Category | null =>
  CATEGORIES.find(category => category === asked?.head?.category) ?? null

const shownStanding = ({ band, triggers, ...standing }: StandingAt): IssueStanding => {
  const { since, state, rank, of, priority, treatability, valueMinor, urgency, minutes } = standing
  return {
    ...{ since, state, rank, of, priority, treatability, valueMinor, urgency, minutes, band: bandOf(band) },
    triggers: Object.entries(triggers).map(([id, version]) => ({ id, version })),
  }
}

/** Measured again from the history as of each moment, by the model in use; null of who was no customer then. */
export function whyMeasured(
  db: ReadDb,
  model: NonNullable<ReturnType<typeof championOf>>,
  account: number,
  { at, before }: WhyQuestion,
): Reasons | null {
  const { measures, card } = model.body
  const weeks = weeksBefore(at)
  const moments = Float64Array.from(new Set([...weeks, ...(before === null ? [] : [before]), at])).sort()
  const rows = new OutcomeRows(measures, moments, card.horizonDays * DAY)
  rows.add(measureOutcomes(db, measures, { first: account, last: account, moments, now: at }))
  const { examples, times } = rows.finish()
  const placeOf = (moment: number) => times.indexOf(moment)
  if (placeOf(at) < 0) return null
  const found = {
    at: placeOf(at),
    before: before === null || placeOf(before) < 0 ? null : placeOf(before),
    weeks: weeks.map(placeOf).filter(place => place >= 0),
  }
  const reasons = movingReasons(model.model, { at, before, table: examples.table, rows: found })
  return {
    ...{ modelId: model.id, horizonDays: card.horizonDays, from: 'measured', standing: null, about: null },
    ...reasons,
  }
}
