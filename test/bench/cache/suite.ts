import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type BenchOptions, beside, type Line, median, quantile, rounded, type Suite, wanted } from '../figure.ts'
import { middle, type Took, times } from '../timing.ts'
import { makeFolder } from './bench-cache.ts'
import { type Size, writeFiles } from './data.ts'
import { load } from './load.ts'
import { bareInserts, commandLineImport, hasSqlite3 } from './peers.ts'
import { queueFigures } from './queue.ts'
import { startUsable } from './start.ts'
import { writesDuringLoad } from './write-during-load.ts'
import { writesWithPage } from './write-with-page.ts'

const sizeOf = ({ quick }: BenchOptions): Size =>
  quick ? { accounts: 10_000, events: 100_000 } : { accounts: 100_000, events: 1_000_000 }

/** The cache: loading, the queue at size, a person's write while loading, and the start. */
export const cacheSuite: Suite = {
  name: 'cache',
  run: async function* (options) {
    const dir = makeFolder()
    try {
      yield* figures(dir, options)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  },
}

/** Machines are shared: each number is the median of three runs, and a run of ours stands beside one of the peer's. */
const RUNS = 3

async function* figures(dir: string, options: BenchOptions): AsyncGenerator<Line> {
  const size = sizeOf(options)
  const runs = options.quick ? 1 : RUNS
  const data = join(dir, 'data')
  mkdirSync(data)
  writeFiles(data, size)
  if (wanted(options, 'load')) yield* loadFigures(dir, data, size, runs)
  if (wanted(options, 'write_during_load.p99'))
    yield await writeFigure('write_during_load.p99', dir, runs, room => writesDuringLoad(room, data))
  if (wanted(options, 'write_during_load.page.p99'))
    yield await writeFigure('write_during_load.page.p99', dir, runs, room => writesWithPage(room, data, size))
  if (wanted(options, 'start.usable')) {
    await load(dir, data, size)
    const value = rounded(await startUsable(dir, join(dir, 'ours'), size))
    yield { figure: `start.usable@${size.accounts / 1_000}k`, value, unit: 'ms' }
  }
  yield* queueFigures(dir, options)
}

async function* loadFigures(dir: string, data: string, size: Size, runs: number): AsyncGenerator<Line> {
  const ours: (Took & { rate: number })[] = []
  const [bare, imported]: [number[], number[]] = [[], []]
  for (let run = 0; run < runs; run++) {
    const room = join(dir, `load-${run}`)
    mkdirSync(room)
    ours.push(await load(room, data, size))
    bare.push(await bareInserts(room, size))
    if (hasSqlite3()) imported.push(commandLineImport(room, data, size))
    rmSync(room, { recursive: true })
  }
  const own = middle(ours)
  yield { figure: 'load', unit: 'rows/s', ...beside(own.rate, 'bare prepared inserts', median(bare)), ...times(own) }
  if (imported.length > 0)
    yield { figure: 'load.vs_import', unit: 'rows/s', ...beside(own.rate, 'sqlite3 .import', median(imported)) }
}

/** `decide` gives ms of each decision in a folder of its own. */
async function writeFigure(
  figure: string,
  dir: string,
  runs: number,
  decide: (room: string) => Promise<number[]>,
): Promise<Line> {
  const [high, middle]: [number[], number[]] = [[], []]
  for (let run = 0; run < runs; run++) {
    const room = join(dir, `write-${run}`)
    const waits = await decide(room)
    high.push(quantile(waits, 0.99))
    middle.push(quantile(waits, 0.5))
    rmSync(room, { recursive: true })
  }
  const note = `p50 ${rounded(median(middle))}; p99 of each run ${high.map(rounded).join(', ')}`
  return { figure, value: rounded(median(high)), unit: 'ms', note }
}
