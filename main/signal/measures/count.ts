import { amountOf, windowReplay } from '../backtest/replay.ts'
import { countOf } from '../backtest/runs.ts'
import { eventMeter } from '../meter/events.ts'
import { milliseconds, total } from '../meter/rows.ts'
import { countOfEvents } from '../warehouse/events.ts'
import type { Computed } from './computed.ts'

export const count: Computed<'count'> = {
  reading: ({ over, ago }) => ({ over: milliseconds(over), ago: milliseconds(ago) }),
  live: (plan, facts) =>
    eventMeter(plan, facts, { value: (rows, window) => t => total(rows, ...window(t)), falls: true }),
  warehouse: countOfEvents,
  replay: (history, { events }, span, { reading }) =>
    windowReplay(history, { events, amount: amountOf(undefined) }, reading, span, countOf),
  column: ({ events, over }) => `count ${events.kind} ${over}`,
}
