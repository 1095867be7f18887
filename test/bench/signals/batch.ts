import { evaluate } from '../../../main/signal/evaluate/evaluate.ts'
import { type BenchCache, benchCache } from '../cache/bench-cache.ts'
import { type Line, rounded } from '../figure.ts'
import { middle, stopwatch, type Took, times } from '../timing.ts'
import { evaluateAll, filled } from './scratch.ts'
import { NOW } from './scratch-data.ts'

/** Events of each account in these figures: the same for every size, so that only the number of accounts differs. */
const EVENTS_EACH = 5
const CHANGED = 1_000
const HOUR = 3_600_000

/** Each with everybody evaluated once; then what a small sync costs, and what an hour costs in which nothing came. */
export async function* batchFigures(dir: string, quick: boolean): AsyncGenerator<Line> {
  for (const accounts of quick ? [1_000, 10_000] : [10_000, 100_000, 1_000_000]) {
    const room = filled(dir, `batch-${accounts}`, { accounts, events: accounts * EVENTS_EACH })
    evaluateAll(room)
    const cache = benchCache(room)
    try {
      const name = accounts >= 1_000_000 ? `${accounts / 1_000_000}M` : `${accounts / 1_000}k`
      yield await batchFigure(cache, name, accounts)
      yield* clockstepFigures(cache, name)
    } finally {
      await cache.close()
    }
  }
}

async function evaluated(cache: BenchCache, now: number): Promise<Took & { accounts: number }> {
  const watch = stopwatch()
  const { accounts } = await evaluate({
    ...cache,
    now,
    everything: false,
    signal: new AbortController().signal,
    onProgress: () => {},
  })
  return { ...watch(), accounts }
}

async function batchFigure(cache: BenchCache, name: string, accounts: number): Promise<Line> {
  const runs: Took[] = []
  for (let run = 0; run < 5; run++) {
    const step = Math.floor(accounts / CHANGED)
    cache.connection.transaction(() => {
      for (let n = 0; n < CHANGED; n++) {
        const id = 1 + n * step + (run % step)
        cache.connection
          .prepare(`INSERT INTO event (account_id, source_id, stream, external_id, kind, at, value, properties)
            VALUES (?, 1, 'n', ?, 'login', ?, 1, '{}')`)
          .run(id, `n${run}-${n}`, NOW - 1)
        cache.connection.prepare('INSERT OR IGNORE INTO dirty VALUES (?)').run(id)
      }
    })()
    runs.push(await evaluated(cache, NOW))
  }
  const run = middle(runs)
  const note = `after ${CHANGED} events on ${CHANGED} accounts`
  return { figure: `batch@${name}`, value: rounded(run.wall), unit: 'ms', ...times(run), note }
}

/** cost follows what is due: the same hour for ever larger numbers of accounts. */
async function* clockstepFigures(cache: BenchCache, name: string): AsyncGenerator<Line> {
  const run = await evaluated(cache, NOW + HOUR)
  const note = 'an hour in which nothing came'
  yield { figure: `clockstep@${name}`, value: rounded(run.wall), unit: 'ms', ...times(run), note }
  yield { figure: `clockstep.due@${name}`, value: run.accounts, unit: 'accounts' }
}
