import { amountOf, eventReplay } from '../backtest/replay.ts'
import { sinceRuns } from '../backtest/runs.ts'
import { eventMeter } from '../meter/events.ts'
import { upTo } from '../meter/rows.ts'
import { sinceEvents } from '../warehouse/events.ts'
import type { Computed } from './computed.ts'

export const since: Computed<'since'> = {
  reading: () => ({ over: Number.POSITIVE_INFINITY }),
  live: (plan, facts) =>
    eventMeter(plan, facts, {
      value:
        ({ at: times }) =>
        t => {
          const at = times[upTo(times, t) - 1]
          return at === undefined ? null : t - at
        },
      moves: true,
      one: true,
    }),
  warehouse: sinceEvents,
  replay: (history, { events }, span) =>
    eventReplay(
      history,
      { events, amount: amountOf(undefined), from: Number.NEGATIVE_INFINITY },
      span,
      (into, points) => sinceRuns(into, points, span),
    ),
  moves: true,
  column: ({ events }) => `since ${events.kind}`,
}
