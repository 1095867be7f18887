import { type DatedLife, realisedCoverage } from '../../../main/signal/life/coverage.ts'
import { sampleRecords } from '../../../main/source/sample/sample.ts'
import { type BenchOptions, type Line, rounded, wanted } from '../figure.ts'
import { stopwatch, times } from '../timing.ts'

/** The sample's own moment, so that runs can be compared. */
const NOW = Date.UTC(2024, 6, 3, 12)

/** Intervals of 90 % for the sample's shipments, said at the beginning of each by what was known that week, and when it ended. */
export function* arrivalFigures(options: BenchOptions): Iterable<Line> {
  if (!wanted(options, 'arrival.coverage')) return
  const lives = shipments(options.quick ? 1_000 : 4_000)
  const watch = stopwatch()
  const lanes = [...realisedCoverage(lives, NOW)]
  const took = watch()
  const all = lanes.find(([lane]) => lane === null)?.[1] ?? { judged: 0, held: 0 }
  const own = lanes
    .filter(([lane, { judged }]) => lane !== null && judged >= 50)
    .map(([, one]) => one.held / one.judged)
  yield {
    ...{ figure: 'arrival.coverage', unit: '%', value: rounded((100 * all.held) / all.judged), ...times(took) },
    peer: 'promised',
    peerValue: 90,
    note: `${all.judged} shipments of 12 weeks on ${lanes.length - 1} lanes; ${own.length} lanes with 50 or more: ${percent(Math.min(...own))} to ${percent(Math.max(...own))}, on average ${percent(own.reduce((sum, one) => sum + one, 0) / own.length)}`,
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

function shipments(accounts: number): DatedLife[] {
  const lives: DatedLife[] = []
  for (const batch of sampleRecords({ accounts, seed: 1, now: NOW }))
    for (const record of batch) {
      if (record.record !== 'object' || record.kind !== 'shipment' || record.openedAt === null) continue
      const { lane, openedAt, closedAt } = record
      lives.push({ lane: lane ?? null, openedAt, closedAt })
    }
  return lives.sort((a, b) => b.openedAt - a.openedAt)
}
