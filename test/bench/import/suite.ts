import { execFile } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeFolder } from '../cache/bench-cache.ts'
import { type Size, writeFiles } from '../cache/data.ts'
import { type BenchOptions, type Line, rounded, type Suite, wanted } from '../figure.ts'
import { times } from '../timing.ts'
import type { Imported } from './child.ts'

/** Ten events an account, as an export of half a year has them. */
const SIZES = [
  ['100k', 100_000],
  ['250k', 250_000],
  ['1M', 1_000_000],
] as const

/**
 * A first import in one go: reading two files, evaluating, scoring, folding, making searchable, while a person works. Time
 * and memory stand beside those of a smaller size, because both must grow no faster than the rows.
 */
export const importSuite: Suite = {
  name: 'import',
  async *run(options: BenchOptions) {
    const folder = makeFolder()
    try {
      yield* figures(folder, options)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function* figures(folder: string, options: BenchOptions): AsyncGenerator<Line> {
  const sizes = options.quick ? SIZES.slice(0, 1) : SIZES
  let first: { accounts: number; cpu: number; memory: number } | null = null
  for (const [label, rows] of sizes) {
    if (!wanted(options, `import@${label}`)) continue
    const [accounts, size] = options.quick ? [rows / 10, sizeOf(rows / 10)] : [rows, sizeOf(rows)]
    const data = join(folder, `data-${label}`)
    mkdirSync(data)
    writeFiles(data, size)
    const whole = checked(await runChild(join(folder, label), data), size)
    rmSync(join(folder, label), { recursive: true })
    yield* linesOf(whole, label)
    const cpu = whole.load.cpu + whole.evaluate.cpu
    if (first) yield growthOf(first, { accounts, cpu, memory: whole.memory }, label)
    first ??= { accounts, cpu, memory: whole.memory }
    if (rows === SIZES[0][1]) yield await cancelled(join(folder, 'cancelled'), data, size)
    rmSync(data, { recursive: true })
  }
}

const sizeOf = (accounts: number): Size => ({ accounts, events: accounts * 10 })

const CHILD = new URL('./child.ts', import.meta.url).pathname

async function runChild(dir: string, data: string, cancelAt?: number): Promise<Imported> {
  const args = [CHILD, dir, data, ...(cancelAt === undefined ? [] : [String(cancelAt)])]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as Imported
}

/** An import that quietly dropped rows would look fast. */
function checked(imported: Imported, { accounts, events }: Size): Imported {
  if (imported.accounts !== accounts || imported.events !== events)
    throw new Error(`imported ${imported.accounts} accounts and ${imported.events} events`)
  return imported
}

function* linesOf(imported: Imported, label: string): Generator<Line> {
  const { load, evaluate, accounts, events, issues, write, delay } = imported
  const both = { wall: load.wall + evaluate.wall, cpu: load.cpu + evaluate.cpu }
  yield {
    figure: `import@${label}`,
    value: rounded(both.wall / 1_000),
    unit: 's',
    ...times(both),
    note: `${accounts} accounts, ${events} events, ${issues} issues; reading until all is searchable ${seconds(load)}, looking once more ${seconds(evaluate)}`,
  }
  yield {
    figure: `import.memory@${label}`,
    value: Math.round(imported.memory),
    unit: 'MB',
    note: 'peak of the process',
  }
  yield { figure: `import.file@${label}`, value: Math.round(imported.file), unit: 'MB', note: 'with its log' }
  yield { figure: `import.first_rows@${label}`, value: rounded(imported.firstRows / 1_000), unit: 's' }
  yield {
    figure: `import.write.p99@${label}`,
    value: rounded(write.p99),
    unit: 'ms',
    note: `${write.count} decisions, p50 ${rounded(write.p50)}; delay of the engine’s thread p99 ${rounded(delay.p99)}, longest ${rounded(delay.max)}`,
  }
}

const seconds = ({ wall, cpu }: { wall: number; cpu: number }): string =>
  `${rounded(wall / 1_000)} s (${rounded(cpu / 1_000)} of CPU)`

/** Above 1, an account costs more the more there are. */
function growthOf(
  before: { accounts: number; cpu: number; memory: number },
  after: { accounts: number; cpu: number; memory: number },
  label: string,
): Line {
  const times = after.accounts / before.accounts
  return {
    figure: `import.growth@${label}`,
    value: rounded(after.cpu / before.cpu / times),
    unit: 'ratio',
    note: `CPU of a row beside the smallest size; memory × ${rounded(after.memory / before.memory)} for × ${rounded(times)} rows`,
  }
}

/** Cancelled at a third of its rows, and begun again: nothing is lost, and next to nothing is read twice. */
async function cancelled(dir: string, data: string, size: Size): Promise<Line> {
  const first = await runChild(dir, data, 1 / 3)
  const second = checked(await runChild(dir, data), size)
  rmSync(dir, { recursive: true })
  const twice = first.read + second.read - size.accounts - size.events
  return {
    figure: 'import.read_twice',
    value: twice,
    unit: 'rows',
    note: `cancelled after ${first.read} rows, stopped within ${rounded(first.stopped ?? 0)} ms; ${second.read} rows were left`,
  }
}
