import { join } from 'node:path'
import { queueList } from '../../../main/queue/store.ts'
import type { QueueFilter } from '../../../shared/model/queue.ts'
import { type BenchOptions, quantile, rounded, wanted } from '../figure.ts'
import { stopwatch, type Took, times } from '../timing.ts'
import { type BenchCache, benchCache } from './bench-cache.ts'
import { makeAccounts, makeIssues } from './issues.ts'

const SIZES = [
  ['10k', 10_000],
  ['100k', 100_000],
  ['1M', 1_000_000],
] as const
const WARM_UP = 100
const CALLS = 1_000

/** What a specialist looks at in turn: everything, one category, one band, what nobody has. */
const FILTERS: readonly QueueFilter[] = [
  { view: 'now' },
  { view: 'now', category: 'billing' },
  { view: 'now', band: 'today' },
  { view: 'unclaimed' },
  { view: 'unclaimed', category: 'usage', band: 'week' },
]

/** Top 100 of the queue with ever more open issues, through the very function that answers the screen. ms. */
export async function* queueFigures(dir: string, options: BenchOptions) {
  const cache = benchCache(join(dir, 'queue'))
  for (const [label, issues] of SIZES) {
    const figure = `queue.top100.p99@${label}`
    if ((options.quick && issues > 100_000) || !wanted(options, figure)) continue
    makeAccounts(cache.connection, issues / 5)
    makeIssues(cache.connection, issues)
    cache.connection.pragma('wal_checkpoint(TRUNCATE)')
    const { samples, took } = measure(cache)
    yield {
      figure,
      value: rounded(quantile(samples, 0.99)),
      unit: 'ms',
      ...times(took),
      note: `p50 ${rounded(quantile(samples, 0.5))}`,
    }
  }
  await cache.close()
}

/** The time of each call, and of all calls together. */
function measure(cache: BenchCache): { samples: number[]; took: Took } {
  for (let call = 0; call < WARM_UP; call++) ask(cache, call)
  const watch = stopwatch()
  const samples = Array.from({ length: CALLS }, (_, call) => ask(cache, call))
  return { samples, took: watch() }
}

function ask({ read }: BenchCache, call: number): number {
  const filter = FILTERS[call % FILTERS.length] ?? { view: 'now' }
  const started = performance.now()
  const rows = queueList(read, { ...filter, offset: 0, limit: 100 }, 'ingrid')
  const took = performance.now() - started
  if (rows.length !== 100) throw new Error(`the queue answered ${rows.length} rows`)
  return took
}
