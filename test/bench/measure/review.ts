import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DATABASE } from '../../../main/cache/open.ts'
import { createReviewThread } from '../../../main/measure/review-thread.ts'
import { REVIEW_FIGURES } from '../../../shared/model/review.ts'
import { aWorkspace, NOON } from '../../helpers/builders.ts'
import { addHistory } from '../../helpers/review-history.ts'
import { benchCache } from '../cache/bench-cache.ts'
import { type Line, quantile, rounded } from '../figure.ts'
import { stopwatch, type Took, times } from '../timing.ts'

const RUNS = 5
const PAGE = { offset: 0, limit: 200 }

/** Groups whose accounts are few, so that a page has to look far for them. */
const GROUPS = [
  {},
  { playbookId: 'playbook-3' },
  { country: 'FR', size: '3' },
  { plan: 'Pro' },
  { specialist: 'maya' },
] as const

/** All figures of two years, the accounts behind each, and how long the engine's thread is held meanwhile. */
export async function* reviewFiguresBench(dir: string, quick: boolean): AsyncGenerator<Line> {
  const interventions = quick ? 10_000 : 100_000
  const cache = benchCache(join(dir, 'review'))
  aWorkspace(cache.connection)
  const effects = Array.from({ length: 20 }, (_, at) => 0.01 * (at - 14))
  addHistory(cache.connection, { accounts: Math.floor(interventions / 3), interventions, days: 730, effects, seed: 1 })
  const review = createReviewThread(join(dir, 'review', DATABASE))
  const moment = { now: NOON, wall: NOON }
  try {
    await review.cohort({ figure: 'sent', ...PAGE }, NOON)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const runs: Took[] = []
    for (let run = 0; run < RUNS; run++) {
      const watch = stopwatch()
      await review.figures({}, moment)
      runs.push(watch())
    }
    const drills: Took[] = []
    for (const figure of REVIEW_FIGURES)
      for (const group of GROUPS) {
        const watch = stopwatch()
        await review.cohort({ figure, ...group, ...PAGE }, NOON)
        drills.push(watch())
      }
    delay.disable()
    const all = runs.toSorted((a, b) => a.wall - b.wall)[Math.floor(RUNS / 2)] ?? { wall: 0, cpu: 0 }
    const size = `${interventions / 1_000}k`
    yield {
      figure: `review@${size}`,
      value: rounded(all.wall),
      unit: 'ms',
      ...times(all),
      note: 'all figures, the summary among them, over two years, median of 5',
    }
    const walls = drills.map(({ wall }) => wall)
    // On a loaded machine the slowest by the wall clock is whichever was interrupted; the most CPU time says what is slow.
    const cpu = Math.max(...drills.map(drill => drill.cpu))
    yield {
      ...{ figure: `drill@${size}`, value: rounded(quantile(walls, 1)), unit: 'ms', cpu: rounded(cpu) },
      note: `slowest of ${drills.length} pages of 200; median ${rounded(quantile(walls, 0.5))} ms`,
    }
    const held = delay.percentile(99) / 1e6
    yield {
      figure: 'review.engine_delay.p99',
      value: rounded(held),
      unit: 'ms',
      note: `longest ${rounded(delay.max / 1e6)} ms`,
    }
  } finally {
    await review.close()
    await cache.close()
  }
}
