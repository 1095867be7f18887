import { amountOf, windowReplay } from '../backtest/replay.ts'
import { lastOf } from '../backtest/runs.ts'
import { eventMeter } from '../meter/events.ts'
import { largest, milliseconds, type Rows } from '../meter/rows.ts'
import { latestOfEvents } from '../warehouse/events.ts'
import type { Computed } from './computed.ts'

export const last: Computed<'last'> = {
  reading: ({ over }) => ({ over: over === undefined ? Number.POSITIVE_INFINITY : milliseconds(over), skips: true }),
  live: (plan, facts) =>
    eventMeter(plan, facts, { value: (rows, window) => t => latest(rows, ...window(t)), one: true }),
  warehouse: latestOfEvents,
  replay: (history, { events, field }, span, { reading }) =>
    windowReplay(history, { events, amount: amountOf(field), missing: Number.NaN }, reading, span, lastOf),
  column: ({ events, over }) => ['last', events.kind, over].filter(Boolean).join(' '),
}

/** The amount of the latest row; of several at the same moment the largest, so that the order of arrival says nothing. */
function latest(rows: Rows, from: number, to: number): number | null {
  let first = to
  while (first > from && rows.at[first - 1] === rows.at[to - 1]) first--
  return largest(rows, first, to)
}
