import { amountOf, windowReplay } from '../backtest/replay.ts'
import { rateOf } from '../backtest/runs.ts'
import { type EventValue, eventMeter, type Window } from '../meter/events.ts'
import { milliseconds, type Reading, type Rows, total, upTo } from '../meter/rows.ts'
import { rateOfEvents } from '../warehouse/events.ts'
import type { Computed } from './computed.ts'

export const rate: Computed<'rate'> = {
  reading: ({ over, baseline }) => ({ over: milliseconds(over), baseline: milliseconds(baseline) }),
  live: (plan, facts) => {
    const share: NonNullable<EventValue['share']> = (rows, window, reading) =>
      shareOf(rows, window, reading, plan.measure.minimum)
    return eventMeter(plan, facts, {
      value: (rows, window, reading) => {
        const at = share(rows, window, reading)
        return t => {
          const { recent, usual } = at(t)
          return usual === null ? null : recent / usual
        }
      },
      share,
    })
  },
  warehouse: rateOfEvents,
  replay: (history, { events, field, minimum }, span, { reading }) =>
    windowReplay(
      history,
      { events, amount: amountOf(field) },
      reading,
      span,
      rateOf(reading.over, reading.baseline, minimum),
    ),
  column: ({ events, over }) => `rate ${events.kind} ${over}`,
}

/** The total of the window beside what the baseline before it would make usual. */
function shareOf(rows: Rows, window: Window, { over, baseline }: Reading, minimum: number) {
  return (t: number): { recent: number; usual: number | null } => {
    const [from, to] = window(t)
    const recent = total(rows, from, to)
    const begins = upTo(rows.at, t - over - baseline)
    const before = total(rows, begins, from)
    if (from - begins < minimum || before === 0) return { recent, usual: null }
    return { recent, usual: (before / baseline) * over }
  }
}
