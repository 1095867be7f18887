import type { Measure } from '../../../shared/trigger/measures/measures.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import type { ReadDb } from '../../cache/db.ts'
import { type FeatureMeasure, HISTORY_NEEDED, type MeasuredAccounts } from '../../predict/door.ts'
import { type Measured, measureAccounts, valuesAtMoments } from '../../signal/door.ts'

/** Which accounts, by id, and at which moments (UTC ms, ascending). */
export interface MeasuredRange {
  first: number
  last: number
  moments: Float64Array
  /** When what is known ends, UTC ms. */
  now: number
}

/**
 * The measures of some accounts at some moments, by the very replay that back-tests use, with the contacts and departures
 * that follow. It stands here because neither stage knows the other.
 */
export function measureOutcomes(
  db: ReadDb,
  measures: readonly FeatureMeasure[],
  range: MeasuredRange,
): MeasuredAccounts {
  const { first, last, moments, now } = range
  const start = (moments[0] ?? now) - HISTORY_NEEDED
  const definition = { when: { all: measures.map(({ measure }) => asked(measure)) } }
  const part = measureAccounts(db, definition, { start, end: now }, { first, last, lacking: new Set() }, () => {})
  return {
    ids: part.ids,
    values: measures.map((_, column) => numbersOf(part, column, moments)),
    began: part.followings.began,
    churned: part.followings.churned,
    contacts: part.followings.tickets,
    offsets: part.followings.offsets,
  }
}

/** A comparison for the sake of its measure: a replay measures, whatever the threshold is. */
const asked = (measure: Measure): Condition => ({ measure, op: '>', threshold: 0 })

/** What is no number is a code, and a code is no quantity: only whether there is one is kept. */
function numbersOf(part: Measured, column: number, moments: Float64Array): Float64Array {
  const values = valuesAtMoments(part, column, moments)
  return part.codes[column] === null ? values : values.map(code => (Number.isNaN(code) ? Number.NaN : 1))
}
