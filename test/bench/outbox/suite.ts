import { rmSync } from 'node:fs'
import { benchCache, makeFolder } from '../cache/bench-cache.ts'
import { NOW } from '../cache/data.ts'
import { type Line, rounded, type Suite, wanted } from '../figure.ts'
import { middle, times } from '../timing.ts'
import { makePast, planTime } from './preflight.ts'
import { sendFigures } from './send.ts'

/** What writing to customers costs in a workspace that has written a lot: planning many messages, and sending them. */
export const outboxSuite: Suite = {
  name: 'outbox',
  async *run(options) {
    const size = options.quick
      ? { accounts: 10_000, past: 50_000, messages: 200, planned: 1_000 }
      : { accounts: 100_000, past: 1_000_000, messages: 2_000, planned: 10_000 }
    const dir = makeFolder()
    try {
      const cache = benchCache(dir)
      makePast(cache.connection, size.accounts, size.past)
      const planned = wanted(options, 'preflight') ? [preflightFigure(cache.read, size)] : []
      await cache.close()
      yield* planned
      if (wanted(options, 'send')) yield* await sendFigures(dir, size.messages, size.accounts)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  },
}

const RUNS = 5

function preflightFigure(
  read: Parameters<typeof planTime>[0],
  { accounts, planned, past }: { accounts: number; planned: number; past: number },
): Line {
  // The first run warms code and pages.
  const runs = Array.from({ length: RUNS + 1 }, () => planTime(read, accounts, planned)).slice(1)
  const run = middle(runs)
  const note = `${accounts} accounts, ${past} past messages; ${run.leave} of them may leave at ${new Date(NOW).toISOString()}`
  return { figure: `preflight@${planned / 1_000}k`, value: rounded(run.wall), unit: 'ms', ...times(run), note }
}
