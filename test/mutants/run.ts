import { availableParallelism } from 'node:os'
import { commitNow } from '../helpers/commit.ts'
import { generate } from './generate.ts'
import { HEARTS } from './hearts.ts'
import { digestOf, isCurrent, keepHeart, readKept } from './kept.ts'
import type { Heart } from './mutant.ts'
import { idleReasons, listed, MOST_SURVIVING, reportOf, summed } from './report.ts'
import { tryAll } from './try-all.ts'

/**
 * `npm run mutants` makes small faults in the hearts, one at a time, and lists those that no test notices. It tries the
 * hearts that, or whose tests, have changed since they were tried (`kept.json`); given parts of paths, those hearts, and
 * with `--all` every one. What is known of a heart is kept as soon as it is through, so a run may be broken off.
 */
const args = process.argv.slice(2)
const parts = args.filter(arg => arg !== '--all')
const before = readKept()
const isDue = (heart: Heart): boolean => {
  if (parts.length > 0) return parts.some(part => heart.file.includes(part))
  return args.includes('--all') || !isCurrent(heart, before)
}
const queue = HEARTS.filter(isDue)
  .map(heart => ({ heart, digest: digestOf(heart), mutants: generate(heart.file) }))
  // The longest first, so that no processor is left with one of them at the end.
  .sort((a, b) => b.mutants.length - a.mutants.length)

const commit = commitNow()
const complaints: string[] = []
async function worker(): Promise<void> {
  for (let task = queue.shift(); task; task = queue.shift()) {
    const { heart, digest } = task
    const began = performance.now()
    try {
      const tried = await tryAll(task)
      const surviving = tried
        .filter(({ ending }) => ending === 'survived')
        .map(({ mutant: { file, line, before, after } }) => ({ file, line, before, after }))
      keepHeart(heart.file, { commit, digest, tried: tried.length, surviving })
      const stuck = tried.filter(({ ending }) => ending === 'timeout').length
      const seconds = Math.round((performance.now() - began) / 1_000)
      process.stdout.write(
        `${heart.file}: ${tried.length} tried, ${stuck} never end, ${surviving.length} survive, ${seconds} s\n`,
      )
    } catch (error) {
      complaints.push(`${heart.file} could not be tried: ${String(error)}`)
    }
  }
}

// A signal ends the processes that run the tests with this one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
await Promise.all(Array.from({ length: availableParallelism() }, worker))

const report = reportOf(HEARTS, readKept())
process.stdout.write(`${listed(report.surviving)}${summed(report)}`)
for (const mutant of idleReasons(report)) complaints.push(`No test misses this fault, so it needs no reason: ${mutant}`)
if (report.surviving.length > MOST_SURVIVING * report.tried)
  complaints.push(`More than ${100 * MOST_SURVIVING} % of the mutants survive.`)
for (const complaint of complaints) process.stderr.write(`${complaint}\n`)
process.exitCode = complaints.length > 0 ? 1 : 0
