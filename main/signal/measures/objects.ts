import { objectReplay } from '../backtest/replay.ts'
import { staysRuns } from '../backtest/runs.ts'
import { objectsMeter } from '../meter/objects.ts'
import { numberOfObjects } from '../warehouse/objects.ts'
import type { Computed } from './computed.ts'

export const objects: Computed<'objects'> = {
  objects: ({ object }) => object.kind,
  live: ({ measure }, facts) => objectsMeter(facts, measure.object),
  warehouse: numberOfObjects,
  replay: (history, { object }, span) =>
    objectReplay(history, { object, stays: false }, span, (into, { stays }) => staysRuns(into, stays, span)),
  column: ({ object }) => `objects ${object.kind}`,
}
