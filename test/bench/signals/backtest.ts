import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { DATABASE, openReader, readDb } from '../../../main/cache/open.ts'
import { startBacktest } from '../../../main/signal/backtest/backtest.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import type { Condition, Trigger } from '../../../shared/trigger/trigger.ts'
import { quantile, rounded } from '../figure.ts'
import { filled, type Line } from './scratch.ts'
import { NOW } from './scratch-data.ts'

const DAYS = 180
/** The starter that reads most: every use of a feature over 208 days. */
const TRIGGER = 'usage-down'
const THRESHOLDS = [0.3, 0.5, 0.6, 0.8, 0.2]
const RUNS = 3

const moved = (definition: Trigger, threshold: number): Trigger => ({
  ...definition,
  when: { ...definition.when, threshold } as Condition,
})

/**
 * One trigger replayed over 180 days of a filled workspace, first answer included, and the same with its threshold
 * moved. `room` is a folder that `filled` made; without one it makes its own below `dir`.
 */
export async function* backtestFigures(dir: string, quick: boolean, room?: string): AsyncGenerator<Line> {
  const size = quick ? { accounts: 2_000, events: 200_000 } : { accounts: 100_000, events: 10_000_000 }
  const file = join(room ?? filled(dir, 'backtest', size), DATABASE)
  const definition = starterTriggers.find(({ id }) => id === TRIGGER)
  if (!definition) throw new Error(`there is no starter ${TRIGGER}`)
  const reader = openReader(file)
  const first: number[] = []
  const moves: number[] = []
  let facts = 0
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now()
    const signal = new AbortController().signal
    const read = readDb(reader)
    const session = await startBacktest({ file, read, definition, days: DAYS, now: NOW, signal, onProgress: () => {} })
    facts = (await session.move(definition))?.facts ?? 0
    first.push((performance.now() - started) / 1_000)
    for (const threshold of THRESHOLDS) {
      const began = performance.now()
      await session.move(moved(definition, threshold))
      moves.push(performance.now() - began)
    }
    await session.close()
  }
  reader.close()
  const note = `${definition.id}, ${DAYS} days, ${facts} events read`
  yield { figure: 'backtest', value: rounded(quantile(first, 0.5)), unit: 's', note }
  yield { figure: 'backtest.move', value: rounded(quantile(moves, 1)), unit: 'ms', note: 'slowest of all moves' }
}
