import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { callByName } from '../../../main/cli/call.ts'
import { ASKED } from '../../helpers/asked-calls.ts'
import { makeFolder } from '../cache/bench-cache.ts'
import { type BenchOptions, type Line, quantile, rounded, type Suite, wanted } from '../figure.ts'
import { bigWorkspace } from './workspace.ts'

const SIZES = [
  ['10k', 10_000],
  ['100k', 100_000],
  ['1M', 1_000_000],
] as const
/** Calls of one input: until there are so many, or they took so long (ms). */
const CALLS = 100
const LONGEST = 1_500
const WARM_UP = 3

/**
 * How a read was answered, as p99 in ms: `wall` until the answer, `blocked` is what the engine's own thread computed for it,
 * `beside` what all other threads did. Only `blocked` holds up other calls.
 */
interface Read {
  path: string
  wall: number
  blocked: number
  beside: number
}

type Big = Awaited<ReturnType<typeof bigWorkspace>>

/**
 * Every read of the contract, with every input that takes a way of its own through it, on workspaces that grow: the same
 * list that holds what each declares, so a new read cannot come in without being measured. ms.
 */
export const readsSuite: Suite = {
  name: 'reads',
  async *run(options: BenchOptions) {
    const folder = makeFolder()
    const before = new Map<string, number>()
    for (const [label, rows] of SIZES) {
      if (options.quick && rows > 100_000) continue
      const big = await bigWorkspace(join(folder, label), rows)
      const reads: Read[] = []
      for (const path of Object.keys(ASKED)) {
        const read = await measure(big, path)
        reads.push(read)
        if (wanted(options, path)) yield lineOf(read, label)
      }
      await big.close()
      rmSync(join(folder, label), { recursive: true })
      yield* summary(reads, label, before)
    }
    rmSync(folder, { recursive: true, force: true })
  },
}

/** The slowest of its inputs. */
async function measure({ client, about }: Big, path: string): Promise<Read> {
  const all: Read[] = []
  for (const input of ASKED[path]?.(about) ?? []) {
    const json = JSON.stringify(input)
    const wall: number[] = []
    const blocked: number[] = []
    const beside: number[] = []
    // What is compiled or read once is not part of it.
    for (let call = 0; call < WARM_UP; call++) await ask(client, path, json)
    for (const began = performance.now(); wall.length < CALLS && performance.now() - began < LONGEST; ) {
      const [own, all, started] = [process.threadCpuUsage(), process.cpuUsage(), performance.now()]
      await ask(client, path, json)
      wall.push(performance.now() - started)
      const computed = ms(process.threadCpuUsage(own))
      blocked.push(computed)
      beside.push(ms(process.cpuUsage(all)) - computed)
    }
    all.push({ path, wall: quantile(wall, 0.99), blocked: quantile(blocked, 0.99), beside: quantile(beside, 0.5) })
  }
  return all.reduce((slowest, read) => (weight(read) > weight(slowest) ? read : slowest), {
    ...{ path, wall: 0, blocked: 0, beside: 0 },
  })
}

/** A call that refuses has looked, and is as slow as it is. */
const ask = (client: object, path: string, json: string): Promise<unknown> =>
  callByName(client, path, json).catch(() => {})

const ms = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000

/** What a person waits for where the machine does nothing else. */
const weight = ({ blocked, beside }: Read): number => blocked + beside

/** Whether another thread did the work. */
const elsewhere = ({ blocked, beside }: Read): boolean => beside > 10 && beside > blocked

const lineOf = (read: Read, label: string): Line => ({
  figure: `${read.path}@${label}`,
  value: rounded(read.wall),
  unit: 'ms',
  cpu: rounded(read.blocked),
  ...(elsewhere(read) ? { note: `in a thread of its own: ${rounded(read.beside)} ms of CPU there` } : {}),
})

function* summary(reads: readonly Read[], label: string, before: Map<string, number>): Generator<Line> {
  const here = reads.filter(read => !elsewhere(read)).toSorted((a, b) => b.blocked - a.blocked)
  const aside = reads.filter(elsewhere).map(({ path }) => path)
  const slow = here.filter(({ blocked }) => blocked > 20).map(({ path, blocked }) => `${path} ${rounded(blocked)}`)
  yield {
    figure: `reads.slowest.p99@${label}`,
    value: rounded(here[0]?.blocked ?? 0),
    unit: 'ms',
    wall: rounded(here[0]?.wall ?? 0),
    note: `CPU of the engine's thread over ${reads.length} reads; slowest ${here[0]?.path}; above 20 ms: ${slow.join(', ') || 'none'}; in threads: ${aside.join(', ') || 'none'}`,
  }
  if (label === '10k') for (const { path, blocked } of reads) before.set(path, blocked)
  if (label !== '1M') return
  // Below a millisecond the ratio of two readings says nothing.
  const growth = here.map(({ path, blocked }) => ({ path, times: blocked / Math.max(1, before.get(path) ?? 1) }))
  const most = growth.toSorted((a, b) => b.times - a.times)[0]
  yield { figure: 'reads.growth', value: rounded(most?.times ?? 1), unit: 'ratio', note: `most: ${most?.path}` }
}
