import { objectReplay } from '../backtest/replay.ts'
import { storedRuns } from '../backtest/runs.ts'
import { storedMeter } from '../meter/objects.ts'
import { longestStay } from '../warehouse/objects.ts'
import type { Computed } from './computed.ts'

export const stored: Computed<'stored'> = {
  objects: ({ object }) => object.kind,
  live: ({ measure }, facts) => storedMeter(facts, measure),
  warehouse: longestStay,
  replay: (history, { object, relative }, span) =>
    objectReplay(history, { object, relative, stays: true }, span, (into, { stays }) => storedRuns(into, stays, span)),
  note: ({ relative }) => (relative ? 'The usual time in a state is learned from all data up to today.' : null),
  moves: true,
  column: ({ object }) => `stored ${object.kind}`,
}
