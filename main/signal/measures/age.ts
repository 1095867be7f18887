import { dateReplay } from '../backtest/replay.ts'
import { ageRuns } from '../backtest/runs.ts'
import { dateMeter, dateOf } from '../meter/dates.ts'
import { timeSince } from '../warehouse/attributes.ts'
import type { Computed } from './computed.ts'

export const age: Computed<'age'> = {
  account: () => true,
  live: ({ measure }, facts) => dateMeter(dateOf(facts, measure.date.attribute), 1),
  warehouse: (draft, { date }, path) => timeSince(draft, date, path),
  replay: (history, { date }, span) => dateReplay(history, { name: date.attribute }, span, ageRuns),
  moves: true,
  column: ({ date }) => `age ${date.attribute}`,
}
