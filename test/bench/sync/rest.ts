import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { statement } from '../../../main/cache/db.ts'
import { benchCache } from '../cache/bench-cache.ts'
import { check } from '../cache/load.ts'
import { type BenchOptions, beside, type Line, median, quantile, rounded, wanted } from '../figure.ts'
import { middle, stopwatch, type Took, times } from '../timing.ts'
import type { Size } from './rest-data.ts'
import { bareLoop } from './rest-peer.ts'
import { type BenchServer, startServer } from './rest-server.ts'
import { syncRest } from './rest-sync.ts'

/** Records a second from a local HTTP source, beside the bare loop; and the memory of reading few and many. */
export async function* restFigures(dir: string, options: BenchOptions): AsyncGenerator<Line> {
  const size: Size = options.quick ? { accounts: 5_000, events: 45_000 } : { accounts: 20_000, events: 180_000 }
  if (options.only.length === 0 || options.only.includes('rest'))
    yield await rateFigure(dir, size, options.quick ? 1 : 3)
  if (wanted(options, 'rest.write.p99')) yield await writeFigure(dir, size)
  const counts = options.quick ? [10_000, 100_000] : [10_000, 1_000_000]
  for (const count of counts) {
    const figure = `rest.memory@${count < 1e6 ? `${count / 1e3}k` : `${count / 1e6}M`}`
    if (wanted(options, figure)) yield { figure, ...(await memoryOf(dir, count)), unit: 'MB' }
  }
}

async function rateFigure(dir: string, size: Size, runs: number): Promise<Line> {
  const server = await startServer(size)
  const ours: Took[] = []
  const bare: number[] = []
  try {
    for (let run = 0; run < runs; run++) {
      const room = join(dir, `rest-${run}`)
      mkdirSync(room)
      const cache = benchCache(join(room, 'ours'))
      const watch = stopwatch()
      await syncRest(cache, server)
      ours.push(watch())
      check(cache, size)
      await cache.close()
      bare.push(await bareLoop(room, server, size))
      rmSync(room, { recursive: true })
    }
  } finally {
    server.stop()
  }
  const rate = ({ wall }: Took) => ((size.accounts + size.events) / wall) * 1_000
  const note = `runs ${ours.map(run => rounded(rate(run))).join(', ')}; of the peer ${bare.map(rounded).join(', ')}`
  const own = middle(ours)
  return {
    figure: 'rest',
    unit: 'records/s',
    ...beside(rate(own), 'bare fetch, JSON.parse, prepared insert', median(bare)),
    ...times(own),
    note,
  }
}

/** Records on a page of 3 MB. */
const LARGE = 10_000
/** Between two decisions of a person who works fast, ms. */
const BETWEEN = 20

/** How long a person's decision waits while large pages are read, with the thread that takes them apart and without it. */
async function writeFigure(dir: string, size: Size): Promise<Line> {
  const server = await startServer(size, LARGE)
  try {
    const [apart, here] = [await waitsOf(dir, server, true), await waitsOf(dir, server, false)]
    const note = `${apart.length} decisions, p50 ${rounded(median(apart))}; without the thread p99 ${rounded(quantile(here, 0.99))}`
    return { figure: 'rest.write.p99', value: rounded(quantile(apart, 0.99)), unit: 'ms', note }
  } finally {
    server.stop()
  }
}

async function waitsOf(dir: string, server: BenchServer, apart: boolean): Promise<number[]> {
  const room = join(dir, 'rest-write')
  const cache = benchCache(room)
  const waits: number[] = []
  let reading = true
  const person = async () => {
    for (let due = performance.now(); reading; due = Math.max(due + BETWEEN, performance.now())) {
      await sleep(Math.max(0, due - performance.now()))
      await cache.writer.write('user', tx =>
        tx.run(statement("INSERT OR REPLACE INTO setting (key, value) VALUES ('bench', ?)", [String(due)])),
      )
      // From when it was due: a thread that stands still lets nobody begin either.
      waits.push(performance.now() - due)
    }
  }
  const working = person()
  await syncRest(cache, server, apart)
  reading = false
  await working
  await cache.close()
  rmSync(room, { recursive: true })
  return waits
}

/** The largest memory of a process of its own that reads so many records. */
async function memoryOf(dir: string, count: number): Promise<{ value: number; note: string }> {
  const size: Size = { accounts: count / 10, events: (count * 9) / 10 }
  const server = await startServer(size)
  const room = join(dir, `memory-${count}`)
  mkdirSync(room)
  try {
    const child = join(import.meta.dirname, 'rest-memory-child.ts')
    const args = [child, room, server.url, server.host, JSON.stringify(size)]
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    const { before, heap, most } = JSON.parse(stdout) as { before: number; heap: number; most: number }
    return {
      value: rounded(most),
      note: `${rounded(before)} MB before the first request; heap at most ${rounded(heap)} MB, page caches of SQLite up to 96 MB`,
    }
  } finally {
    server.stop()
    rmSync(room, { recursive: true })
  }
}
