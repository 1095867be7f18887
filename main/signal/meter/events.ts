import type { EventMeasure } from '../../../shared/trigger/measures/measures.ts'
import type { Meter } from './meter.ts'
import { type AccountFacts, type MeasurePlan, type Reading, type Rows, rowsOf, upTo } from './rows.ts'

/** [from, to) of the rows at a moment. */
export type Window = (t: number) => [number, number]

/** How one measure makes its value of the rows. */
export interface EventValue {
  value: (rows: Rows, window: Window, reading: Reading) => (t: number) => number | null
  /** The plain amount beside the usual one, where the value is their share. */
  share?: (rows: Rows, window: Window, reading: Reading) => NonNullable<Meter['share']>
  /** Between edges the value moves with time. */
  moves?: true
  /** While no row takes anything away, time alone can only let it fall. */
  falls?: true
  /** One event is all the evidence. */
  one?: true
}

/** The meter of a measure of events. */
export function eventMeter(plan: MeasurePlan<EventMeasure>, facts: AccountFacts, of: EventValue): Meter {
  const rows = rowsOf(plan, facts)
  const { reading } = plan
  const window: Window = t => {
    const end = t - reading.ago
    return [reading.over === Number.POSITIVE_INFINITY ? 0 : upTo(rows.at, end - reading.over), upTo(rows.at, end)]
  }
  return {
    value: of.value(rows, window, reading),
    nextEdge: edgesOf(reading, rows),
    moves: of.moves ?? false,
    falls: (of.falls ?? false) && rows.rising && reading.ago === 0,
    behind: { rows, window: of.one ? t => newest(window(t)) : window },
    ...(of.share ? { share: of.share(rows, window, reading) } : {}),
  }
}

const newest = ([from, to]: [number, number]): [number, number] => [Math.max(from, to - 1), to]

function edgesOf({ over, baseline, ago }: Reading, { at }: Rows): Meter['nextEdge'] {
  // Where a row comes in, where it leaves the window, and where it leaves the baseline; at infinity where it never does.
  const offsets = new Set([ago, ago + over, ago + over + baseline])
  return t => {
    let next = Number.POSITIVE_INFINITY
    for (const offset of offsets) {
      const entering = at[upTo(at, t - offset)]
      if (entering !== undefined) next = Math.min(next, entering + offset)
    }
    return next
  }
}
