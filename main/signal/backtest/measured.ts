import type { Followings } from './fire.ts'
import type { Column } from './truth.ts'

/** What was measured of some accounts: everything that a moved threshold needs. Sent between threads as it is. */
export interface Measured {
  /** How many accounts were looked at. */
  accounts: number
  /** Row ids of the accounts that were asked about, ascending; several times where each of their objects was. */
  ids: Float64Array
  /** One for each comparison, in order of appearance. */
  columns: Column[]
  /** What codes of a column stand for, where its values are no numbers. */
  codes: (unknown[] | null)[]
  followings: Followings
  facts: number
}

/** The memory behind a measured part: handed over between threads, not copied. */
export const buffersOf = ({ ids, followings, columns }: Measured): ArrayBuffer[] =>
  [
    ids,
    ...Object.values(followings),
    ...columns.flatMap(({ runs, offsets }) => [runs.from, runs.a, runs.slope, offsets]),
  ].map(array => (array as Float64Array).buffer as ArrayBuffer)
