import { windowReplay } from '../backtest/replay.ts'
import { novelOf } from '../backtest/runs.ts'
import { eventMeter } from '../meter/events.ts'
import { milliseconds, upTo } from '../meter/rows.ts'
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
      value: (rows, window, { over, baseline }) => {
        const before = lastBefore(rows.found)
        return t => novelty(before, upTo(rows.at, t - over - baseline), ...window(t))
      },
    }),
  warehouse: novelOfEvents,
  replay: (history, { events, field }, span, { reading }) =>
    windowReplay(history, { events, amount: { is: 'code', field } }, reading, span, novelOf),
  column: ({ events, over }) => `novel ${events.kind} ${over}`,
}

/** The place of the same value before each one; -1 where it is the first. */
function lastBefore(found: readonly unknown[]): number[] {
  const last = new Map<unknown, number>()
  return found.map((value, place) => {
    const before = last.get(value) ?? -1
    last.set(value, place)
    return before
  })
}

/** A value of the window is new where the one before it came before the baseline; a second one in the window is not. */
function novelty(before: readonly number[], begins: number, from: number, to: number): number | null {
  if (begins === from) return null
  let fresh = 0
  for (let i = from; i < to; i++) if ((before[i] ?? -1) < begins) fresh++
  return fresh
}
