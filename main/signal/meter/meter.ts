import type { ObjectFact, Rows } from './rows.ts'

/** Rows of events, and which of them count at a moment: [from, to). */
interface Behind {
  rows: Rows
  window(t: number): [number, number]
}

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
  /** The events behind it; absent where it measures none. */
  behind?: Behind
  /** The objects behind it, where it measures objects. */
  objects?(t: number): readonly ObjectFact[]
  /** The plain amount in the window and what would be usual, where the value is a share of the usual. */
  share?(t: number): { recent: number; usual: number | null }
}

/** A meter whose value never changes by time. */
export const steady = (value: number | null): Meter => ({
  value: () => value,
  nextEdge: () => Number.POSITIVE_INFINITY,
  moves: false,
  falls: false,
})
