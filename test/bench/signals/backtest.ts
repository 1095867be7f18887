import { join } from 'node:path'
import { DATABASE, openReader, readDb } from '../../../main/cache/open.ts'
import { startBacktest } from '../../../main/signal/backtest/backtest.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import type { Condition, Trigger } from '../../../shared/trigger/trigger.ts'
import { type Line, rounded } from '../figure.ts'
import { middle, stopwatch, type Took, times } from '../timing.ts'
import { filled } from './scratch.ts'
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
  const definition = starterTriggers().find(({ id }) => id === TRIGGER)
  if (!definition) throw new Error(`there is no starter ${TRIGGER}`)
  const reader = openReader(file)
  const firsts: Took[] = []
  const moves: Took[] = []
  let facts = 0
  for (let run = 0; run < RUNS; run++) {
    const watch = stopwatch()
    const signal = new AbortController().signal
    const read = readDb(reader)
    const session = await startBacktest({ file, read, definition, days: DAYS, now: NOW, signal, onProgress: () => {} })
    facts = (await session.move(definition))?.facts ?? 0
    firsts.push(watch())
    for (const threshold of THRESHOLDS) {
      const moving = stopwatch()
      await session.move(moved(definition, threshold))
      moves.push(moving())
    }
    await session.close()
  }
  reader.close()
  const note = `${definition.id}, ${DAYS} days, ${facts} events read`
  const first = middle(firsts)
  const move = moves.reduce((slowest, one) => (one.wall > slowest.wall ? one : slowest))
  yield { figure: 'backtest', value: rounded(first.wall / 1_000), unit: 's', ...times(first), note }
  yield { figure: 'backtest.move', value: rounded(move.wall), unit: 'ms', ...times(move), note: 'slowest of all moves' }
}
