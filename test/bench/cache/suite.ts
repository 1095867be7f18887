import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type BenchOptions, beside, type Figure, quantile, rounded, type Suite, wanted } from '../figure.ts'
import { makeFolder } from './bench-cache.ts'
import { type Size, writeFiles } from './data.ts'
import { load } from './load.ts'
import { bareInserts, commandLineImport, hasSqlite3 } from './peers.ts'
import { queueFigures } from './queue.ts'
import { startUsable } from './start.ts'
import { writesDuringLoad } from './write-during-load.ts'

type Line = Omit<Figure, 'suite'>

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

async function* figures(dir: string, options: BenchOptions): AsyncGenerator<Line> {
  const size = sizeOf(options)
  const data = join(dir, 'data')
  const room = (name: string) => join(dir, name)
  mkdirSync(data)
  writeFiles(data, size)
  const rate = await load(room('load'), data, size)
  if (wanted(options, 'load')) yield* loadFigures(dir, data, size, rate)
  if (wanted(options, 'write_during_load.p99')) {
    const waits = await writesDuringLoad(room('write'), data)
    const note = `${waits.length} writes, p50 ${rounded(quantile(waits, 0.5))}, max ${rounded(quantile(waits, 1))}`
    yield { figure: 'write_during_load.p99', value: rounded(quantile(waits, 0.99)), unit: 'ms', note }
    rmSync(room('write'), { recursive: true })
  }
  if (wanted(options, 'start.usable')) {
    const value = rounded(await startUsable(dir, join(room('load'), 'ours'), size))
    yield { figure: `start.usable@${size.accounts / 1_000}k`, value, unit: 'ms' }
  }
  yield* queueFigures(room('queue'), options)
}

async function* loadFigures(dir: string, data: string, size: Size, rate: number): AsyncGenerator<Line> {
  const bare = await bareInserts(join(dir, 'peer'), size)
  yield { figure: 'load', unit: 'rows/s', ...beside(rate, 'bare prepared inserts', bare) }
  rmSync(join(dir, 'peer'), { recursive: true })
  if (hasSqlite3()) {
    const imported = commandLineImport(dir, data, size)
    yield { figure: 'load.vs_import', unit: 'rows/s', ...beside(rate, 'sqlite3 .import', imported) }
  }
}
