import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scanFiles } from '../../../main/record/scan/scan-file.ts'
import { type Size, writeFiles } from '../cache/data.ts'
import { load } from '../cache/load.ts'
import { commandLineImport, hasSqlite3 } from '../cache/peers.ts'
import { type BenchOptions, beside, type Line, median, rounded, wanted } from '../figure.ts'
import { middle, stopwatch, type Took, times } from '../timing.ts'

/**
 * MB/s from CSV through the whole path into the cache (checked, read, converted, matched to accounts, written with its
 * indexes), beside `sqlite3 .import` of the same files into tables of the same shape.
 */
export async function* filesFigures(dir: string, options: BenchOptions): AsyncGenerator<Line> {
  if (!wanted(options, 'files')) return
  const size: Size = options.quick ? { accounts: 10_000, events: 100_000 } : { accounts: 100_000, events: 1_000_000 }
  const data = join(dir, 'files')
  mkdirSync(data)
  writeFiles(data, size)
  const bytes = ['accounts.csv', 'events.csv'].reduce((sum, name) => sum + statSync(join(data, name)).size, 0)
  const megabytes = (rowsPerSecond: number) => (rowsPerSecond * bytes) / (size.accounts + size.events) / 1e6
  const ours: (Took & { rate: number })[] = []
  const imported: number[] = []
  for (let run = 0; run < (options.quick ? 1 : 3); run++) {
    const room = join(dir, `files-${run}`)
    mkdirSync(room)
    const loaded = await load(room, data, size)
    ours.push({ ...loaded, rate: megabytes(loaded.rate) })
    if (hasSqlite3()) imported.push(megabytes(commandLineImport(room, data, size)))
    rmSync(room, { recursive: true })
  }
  yield await scanFigure(data, bytes)
  for (const large of options.quick ? [1e8] : [1e8, 1e9]) yield await memoryFigure(dir, data, large)
  const note = `${rounded(bytes / 1e6)} MB; runs ${ours.map(({ rate }) => rounded(rate)).join(', ')}`
  const own = middle(ours)
  if (imported.length === 0)
    yield {
      figure: 'files',
      unit: 'MB/s',
      value: rounded(own.rate),
      ...times(own),
      note: `${note}; no sqlite3 to stand beside`,
    }
  else
    yield {
      figure: 'files',
      unit: 'MB/s',
      ...beside(own.rate, 'sqlite3 .import', median(imported)),
      ...times(own),
      note,
    }
}

/** The largest memory of a process of its own that scans a file of this size: rows of `events.csv` again and again. */
async function memoryFigure(dir: string, data: string, bytes: number): Promise<Line> {
  const path = join(dir, 'large.csv')
  const whole = readFileSync(join(data, 'events.csv'))
  const rows = whole.subarray(whole.indexOf(10) + 1)
  writeFileSync(path, whole)
  for (let size = whole.length; size < bytes; size += rows.length) appendFileSync(path, rows)
  try {
    const child = join(import.meta.dirname, 'scan-memory-child.ts')
    const { stdout, stderr, status } = spawnSync(process.execPath, [child, path], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    const found = JSON.parse(stdout) as { before: number; most: number; rows: number; seconds: number }
    return {
      figure: `files.memory@${bytes < 1e9 ? `${bytes / 1e6}MB` : `${bytes / 1e9}GB`}`,
      unit: 'MB',
      value: rounded(found.most),
      note: `${rounded(found.before)} MB before the first byte; ${found.rows} rows scanned in ${rounded(found.seconds)} s of CPU`,
    }
  } finally {
    rmSync(path)
  }
}

/** MB/s of the scan that settles what every column is, before anything is connected. One core, one thread. */
async function scanFigure(data: string, bytes: number): Promise<Line> {
  const stop = stopwatch()
  for (const name of ['accounts.csv', 'events.csv']) await scanFiles([join(data, name)], { shown: 5 })
  const took = stop()
  const value = rounded(bytes / 1e6 / (took.wall / 1_000))
  return { figure: 'files.scan', unit: 'MB/s', value, ...times(took), note: `${rounded(bytes / 1e6)} MB, every cell` }
}
