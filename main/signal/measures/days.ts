import { DAY } from '../../../shared/trigger/duration.ts'
import { amountOf, windowReplay } from '../backtest/replay.ts'
import { daysOf } from '../backtest/runs.ts'
import { eventMeter } from '../meter/events.ts'
import { milliseconds, type Rows } from '../meter/rows.ts'
import { daysOfEvents } from '../warehouse/events.ts'
import type { Computed } from './computed.ts'

export const days: Computed<'days'> = {
  reading: ({ over, ago }) => ({ over: milliseconds(over), ago: milliseconds(ago) }),
  live: (plan, facts) =>
    eventMeter(plan, facts, { value: (rows, window) => t => daysIn(rows, ...window(t)), falls: true }),
  warehouse: daysOfEvents,
  replay: (history, { events }, span, { reading }) =>
    windowReplay(history, { events, amount: amountOf(undefined) }, reading, span, daysOf),
  column: ({ events, over }) => `days ${events.kind} ${over}`,
}

/** Rows are in order of time, so a new day begins wherever the day differs from that of the row before. */
function daysIn({ at }: Rows, from: number, to: number): number {
  let days = 0
  let last = Number.NaN
  for (let i = from; i < to; i++) {
    const day = Math.floor((at[i] ?? 0) / DAY)
    if (day !== last) days++
    last = day
  }
  return days
}
