import { availableParallelism } from 'node:os'
import { generate } from './generate.ts'
import { HEARTS } from './hearts.ts'
import { idleReasons, keep, listed, MOST_SURVIVING, reportOf, summed } from './report.ts'
import { type Tried, tryAll } from './try-all.ts'

/**
 * `npm run mutants` makes small faults in the hearts, one at a time, and lists those that no test notices. Given parts of
 * paths it tries only those hearts, and leaves the report of the last whole run as it is.
 */
const wanted = process.argv.slice(2)
const queue = HEARTS.filter(({ file }) => wanted.length === 0 || wanted.some(part => file.includes(part)))
  .map(heart => ({ heart, mutants: generate(heart.file) }))
  // The longest first, so that no processor is left with one of them at the end.
  .sort((a, b) => b.mutants.length - a.mutants.length)

const all: Tried[] = []
async function worker(): Promise<void> {
  for (let task = queue.shift(); task; task = queue.shift()) {
    const began = performance.now()
    const tried = await tryAll(task)
    all.push(...tried)
    const stuck = tried.filter(({ ending }) => ending === 'timeout').length
    const seconds = Math.round((performance.now() - began) / 1_000)
    const { surviving } = reportOf(tried)
    process.stdout.write(
      `${task.heart.file}: ${tried.length} tried, ${stuck} never end, ${surviving.length} survive, ${seconds} s\n${listed(surviving)}`,
    )
  }
}

// A signal ends the processes that run the tests with this one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
await Promise.all(Array.from({ length: availableParallelism() }, worker))

const report = reportOf(all)
process.stdout.write(summed(report))
const complaints =
  wanted.length > 0 ? [] : idleReasons(all).map(mutant => `No test misses this fault, so it needs no reason: ${mutant}`)
if (wanted.length === 0) keep(report)
if (report.surviving.length > MOST_SURVIVING * report.tried)
  complaints.push(`More than ${100 * MOST_SURVIVING} % of the mutants survive.`)
for (const complaint of complaints) process.stderr.write(`${complaint}\n`)
process.exitCode = complaints.length > 0 ? 1 : 0
