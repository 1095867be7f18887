import { amountOf, windowReplay } from '../backtest/replay.ts'
import { sumOf } from '../backtest/runs.ts'
import { eventMeter } from '../meter/events.ts'
import { milliseconds, total } from '../meter/rows.ts'
import { totalOfEvents } from '../warehouse/events.ts'
import type { Computed } from './computed.ts'

export const sum: Computed<'sum'> = {
  reading: ({ over, ago }) => ({ over: milliseconds(over), ago: milliseconds(ago) }),
  live: (plan, facts) =>
    eventMeter(plan, facts, { value: (rows, window) => t => total(rows, ...window(t)), falls: true }),
  warehouse: totalOfEvents,
  replay: (history, { events, field }, span, { reading }) =>
    windowReplay(history, { events, amount: amountOf(field) }, reading, span, sumOf),
  column: ({ events, over }) => `sum ${events.kind} ${over}`,
}
