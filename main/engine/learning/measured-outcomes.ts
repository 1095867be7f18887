import type { Measure } from '../../../shared/trigger/measures/measures.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import type { ReadDb } from '../../cache/db.ts'
import { type FeatureMeasure, HISTORY_NEEDED, type MeasuredAccounts, readOwnFacts } from '../../predict/door.ts'
import { type Measured, measureAccounts, valuesAtMoments } from '../../signal/door.ts'

/** Which accounts, by id (a range, or those `listed` as JSON), and at which moments (UTC ms, ascending). */
export interface MeasuredRange {
  first: number
  last: number
  listed?: string
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
  const { moments, now, ...which } = range
  const start = (moments[0] ?? now) - HISTORY_NEEDED
  const definition = { when: { all: measures.map(({ measure }) => asked(measure)) } }
  const part = measureAccounts(db, definition, { start, end: now }, { ...which, lacking: new Set() }, () => {})
  const { began, churned, tickets, offsets } = part.followings
  return {
    ids: part.ids,
    values: measures.map(({ isWord }, column) => valuesOf(part, column, moments, isWord)),
    words: measures.map(({ isWord }, column) => (isWord ? (part.codes[column]?.map(String) ?? []) : null)),
    ...{ began, churned },
    contacts: { at: tickets, offsets },
    own: readOwnFacts(db, part.ids),
  }
}

/** A comparison for the sake of its measure: a replay measures, whatever the threshold is. */
const asked = (measure: Measure): Condition => ({ measure, op: '>', threshold: 0 })

/** What a category is stays a code; the code of a number is that number again. */
function valuesOf(part: Measured, column: number, moments: Float64Array, isWord: boolean): Float64Array {
  const values = valuesAtMoments(part, column, moments)
  const codes = part.codes[column]
  if (isWord || !codes) return values
  return values.map(code => {
    const found = codes[code]
    return typeof found === 'number' ? found : Number.NaN
  })
}
