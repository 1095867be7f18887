import { amountOf, windowReplay } from '../backtest/replay.ts'
import { maxOf } from '../backtest/runs.ts'
import { eventMeter } from '../meter/events.ts'
import { largest, milliseconds } from '../meter/rows.ts'
import { largestOfEvents } from '../warehouse/events.ts'
import type { Computed } from './computed.ts'

export const max: Computed<'max'> = {
  reading: ({ over, ago }) => ({ over: milliseconds(over), ago: milliseconds(ago), skips: true }),
  live: (plan, facts) => eventMeter(plan, facts, { value: (rows, window) => t => largest(rows, ...window(t)) }),
  warehouse: largestOfEvents,
  replay: (history, { events, field }, span, { reading }) =>
    windowReplay(history, { events, amount: amountOf(field), missing: Number.NaN }, reading, span, maxOf),
  column: ({ events, over }) => `max ${events.kind} ${over}`,
}
