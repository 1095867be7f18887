import { objectReplay } from '../backtest/replay.ts'
import { lateRuns } from '../backtest/runs.ts'
import { lateMeter } from '../meter/objects.ts'
import { refuse } from '../warehouse/rows.ts'
import type { Computed } from './computed.ts'

export const late: Computed<'late'> = {
  objects: ({ object }) => object.kind,
  live: ({ measure }, facts) => lateMeter(facts, measure),
  warehouse: (_draft, _measure, path) =>
    refuse(
      `${path}.object`,
      'how long objects live is learned on this computer, from all of them.',
      'Sync the objects, or compare with a duration: the longest time in a state.',
    ),
  replay: (history, { object }, span) =>
    objectReplay(history, { object, stays: false, late: true }, span, (into, { lates }) => lateRuns(into, lates, span)),
  note: () => 'How long objects live is learned from all data up to today.',
  column: ({ object }) => `late ${object.kind}`,
}
