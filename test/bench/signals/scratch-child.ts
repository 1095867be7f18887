import { performance } from 'node:perf_hooks'
import { evaluate } from '../../../main/signal/evaluate/evaluate.ts'
import { benchCache } from '../cache/bench-cache.ts'

/** Evaluates everybody in a process of its own, so that its memory is that of evaluating alone. */
const [, , dir = '', now = '0'] = process.argv
const cache = benchCache(dir)
const started = performance.now()
const evaluated = await evaluate({
  ...cache,
  now: Number(now),
  everything: true,
  signal: new AbortController().signal,
  onProgress: () => {},
})
const seconds = (performance.now() - started) / 1_000
await cache.close()
process.stdout.write(JSON.stringify({ ...evaluated, seconds, megabytes: process.resourceUsage().maxRSS / 1_024 }))
