import { evaluate } from '../../../main/signal/evaluate/evaluate.ts'
import { benchCache } from '../cache/bench-cache.ts'
import { stopwatch } from '../timing.ts'

/** Evaluates everybody in a process of its own, so that its memory is that of evaluating alone. */
const [, , dir = '', now = '0'] = process.argv
const cache = benchCache(dir)
const watch = stopwatch()
const evaluated = await evaluate({
  ...cache,
  now: Number(now),
  everything: true,
  signal: new AbortController().signal,
  onProgress: () => {},
})
const took = watch()
await cache.close()
process.stdout.write(JSON.stringify({ ...evaluated, ...took, megabytes: process.resourceUsage().maxRSS / 1_024 }))
