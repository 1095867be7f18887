import type { ObjectFact, Rows } from './measure.ts'

/** What a measure says about one account at any moment, and when that may change by time alone. */
export interface Meter {
  /** Null where it is undefined. */
  value(t: number): number | null
  /** The first moment after t at which the value may jump; Infinity when there is none. */
  nextEdge(t: number): number
  /** Between edges the value moves with time, in one direction; otherwise it stands still. */
  moves: boolean
  /** With time alone it can only fall. */
  falls: boolean
  /** The events behind it, as [from, to) of `rows` at a moment; absent where there are none. */
  rows?: Rows
  window?(t: number): [number, number]
  /** The objects behind it, where it measures objects. */
  objects?(t: number): readonly ObjectFact[]
  /** The plain amount in the window and what would be usual, where the value is a share of the usual. */
  share?(t: number): { recent: number; usual: number | null }
}
