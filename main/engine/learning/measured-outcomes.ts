import type { Measure } from '../../../shared/trigger/measures/measures.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import type { ReadDb } from '../../cache/db.ts'
import {
  type FeatureMeasure,
  HISTORY_NEEDED,
  type MeasuredAccounts,
  readContacts,
  readOwnFacts,
} from '../../predict/door.ts'
import { type Measured, measureAccounts, readLearning, valuesAtMoments } from '../../signal/door.ts'

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
 * The measures of some accounts at some moments, each as it was known at that moment, by the very replay that back-tests
 * use; with the contacts and departures that follow. It stands here because neither stage knows the other.
 */
export function measureOutcomes(
  db: ReadDb,
  measures: readonly FeatureMeasure[],
  range: MeasuredRange,
): MeasuredAccounts {
  const { moments, now, ...which } = range
  const lacking = new Set<string>()
  const followed = { start: (moments[0] ?? now) - HISTORY_NEEDED, end: now }
  const { ids, followings } = measureAccounts(db, NOTHING, followed, { ...which, lacking }, () => {})
  const definition = { when: { all: measures.map(({ measure }) => asked(measure)) } }
  const learning = readLearning(db)
  const columns = measures.map(({ isWord }) => new KnownColumn(ids.length, moments.length, isWord))
  const knownFrom = ids.map(id => learning.accountKnown(id))
  for (const [at, moment] of moments.entries()) {
    const known = moment < now ? { known: { moment, learning } } : {}
    const span = { start: moment, end: moment }
    const part = measureAccounts(db, definition, span, { ...which, lacking, ...known }, () => {})
    for (const [column, values] of columns.entries()) {
      values.take(part, column, at, moment)
      // Before an account was first read, its attributes are those of a later day: that would be hindsight.
      if (measures[column]?.measure.type === 'attribute')
        values.forget(at, unit => (knownFrom[unit] as number) > moment)
    }
  }
  const { began, churned } = followings
  return {
    ids,
    values: columns.map(({ values }) => values),
    words: columns.map(({ words }) => words),
    ...{ began, churned },
    contacts: readContacts(db, ids, followed),
    own: readOwnFacts(db, ids),
  }
}

/** Nothing is measured where only what followed is wanted. */
const NOTHING = { when: { all: [] } }

/** A comparison for the sake of its measure: a replay measures, whatever the threshold is. */
const asked = (measure: Measure): Condition => ({ measure, op: '>', threshold: 0 })

/** A measure of many accounts at many moments. What a category is stays a code; the code of a number is that number. */
class KnownColumn {
  readonly values: Float64Array
  readonly words: string[] | null
  private readonly moments: number
  private readonly codes = new Map<string, number>()

  constructor(accounts: number, moments: number, isWord: boolean) {
    this.values = new Float64Array(accounts * moments).fill(Number.NaN)
    this.words = isWord ? [] : null
    this.moments = moments
  }

  /** Takes what was measured at one moment, the `at`-th. */
  take(part: Measured, column: number, at: number, moment: number): void {
    const codes = part.codes[column]
    for (const [unit, value] of valuesAtMoments(part, column, Float64Array.of(moment)).entries())
      this.values[unit * this.moments + at] = codes && !Number.isNaN(value) ? this.decoded(codes[value]) : value
  }

  /** Leaves the units without a value at the `at`-th moment that are `unknown`. */
  forget(at: number, unknown: (unit: number) => boolean): void {
    for (let unit = 0; unit * this.moments < this.values.length; unit++)
      if (unknown(unit)) this.values[unit * this.moments + at] = Number.NaN
  }

  private decoded(found: unknown): number {
    if (!this.words) return typeof found === 'number' ? found : Number.NaN
    const word = String(found)
    const known = this.codes.get(word) ?? this.words.length
    if (known === this.words.length) this.words.push(word)
    this.codes.set(word, known)
    return known
  }
}
