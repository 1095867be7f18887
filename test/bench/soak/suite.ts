import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { makeFolder } from '../cache/bench-cache.ts'
import { type BenchOptions, type Line, rounded, type Suite } from '../figure.ts'
import { type Desk, openDesk } from './day.ts'

/** The hours of a working day, and those after which caches and compiled code have reached their size. */
const HOURS = 8
const WARM = 2

/** Eight hours of a desk in a few minutes: memory stays flat, the file grows by what happened, no statement is slow. */
export const soakSuite: Suite = {
  name: 'soak',
  async *run(options: BenchOptions) {
    const folder = makeFolder()
    const desk = await openDesk(join(folder, 'soak'), options.quick)
    try {
      yield* figures(desk)
    } finally {
      await desk.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function* figures(desk: Desk): AsyncGenerator<Line> {
  desk.slow()
  const size = sizeOf(desk)
  await desk.work(WARM)
  const before = keptMemory()
  await desk.work(HOURS - WARM)
  const { turns, read, started } = desk.done()
  yield {
    figure: 'soak.memory_growth',
    value: rounded(keptMemory() - before),
    unit: 'MB',
    note: `kept after a collection, hour ${WARM} to ${HOURS}; ${turns} syncs and evaluations, ${read} issues read, ${started} started`,
  }
  const slow = desk.slow()
  yield { figure: 'soak.slow_statements', value: slow.length, unit: 'statements', note: slow.join('; ') || 'none' }
  yield { figure: 'soak.file_growth', value: rounded(sizeOf(desk) - size), unit: 'MB', note: 'with its log' }
}

const sizeOf = ({ file }: Desk): number =>
  [file, `${file}-wal`].reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0) /
  1_000_000

/** What is still in use once everything else was collected, in MB. */
function keptMemory(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1_000_000
}
