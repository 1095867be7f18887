import { windowReplay } from '../backtest/replay.ts'
import { novelOf } from '../backtest/runs.ts'
import { eventMeter } from '../meter/events.ts'
import { milliseconds, type Rows, upTo } from '../meter/rows.ts'
import { novelOfEvents } from '../warehouse/events.ts'
import type { Computed } from './computed.ts'

export const novel: Computed<'novel'> = {
  reading: ({ over, baseline }) => ({
    over: milliseconds(over),
    baseline: milliseconds(baseline),
    keeps: true,
  }),
  live: (plan, facts) =>
    eventMeter(plan, facts, {
      value:
        (rows, window, { over, baseline }) =>
        t =>
          novelty(rows, upTo(rows.at, t - over - baseline), ...window(t)),
    }),
  warehouse: novelOfEvents,
  replay: (history, { events, field }, span, { reading }) =>
    windowReplay(history, { events, amount: { is: 'code', field } }, reading, span, novelOf),
  column: ({ events, over }) => `novel ${events.kind} ${over}`,
}

function novelty({ found }: Rows, begins: number, from: number, to: number): number | null {
  if (begins === from) return null
  const known = new Set(found.slice(begins, from))
  return new Set(found.slice(from, to).filter(value => !known.has(value))).size
}
