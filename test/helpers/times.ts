import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

/**
 * Says where the time of the last run of all tests went, from the reports of both runners, and writes it down for those
 * who follow it from day to day.
 */
const ROOT = resolve(import.meta.dirname, '../..')
const SLOWEST = 10

interface UnitReport {
  startTime: number
  testResults: { name: string; startTime: number; endTime: number }[]
}
interface Suite {
  file: string
  suites?: Suite[]
  specs: { tests: { results: { duration: number }[] }[] }[]
}
interface EndToEndReport {
  stats: { duration: number }
  suites: Suite[]
}

/** Where time went: a whole run, and its files; in seconds. */
interface Run {
  seconds: number
  files: ReadonlyMap<string, number>
}

const read = <Report>(file: string): Report => JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Report
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)
const round = (seconds: number): number => Math.round(seconds * 10) / 10

function unitRun({ startTime, testResults }: UnitReport): Run {
  const end = Math.max(startTime, ...testResults.map(({ endTime }) => endTime))
  const files = testResults.map(one => [relative(ROOT, one.name), (one.endTime - one.startTime) / 1_000] as const)
  return { seconds: (end - startTime) / 1_000, files: new Map(files) }
}

/** Both projects run the same file; its time is the sum. */
function endToEndRun({ stats, suites }: EndToEndReport): Run {
  const files = suites.map(suite => [join('test/e2e', suite.file), sum(resultsOf(suite)) / 1_000] as const)
  const byFile = Map.groupBy(files, ([file]) => file)
  return {
    seconds: stats.duration / 1_000,
    files: new Map([...byFile].map(([file, all]) => [file, sum(all.map(([, seconds]) => seconds))])),
  }
}

const resultsOf = ({ specs, suites = [] }: Suite): number[] => [
  ...specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results.map(({ duration }) => duration))),
  ...suites.flatMap(resultsOf),
]

function say(title: string, { seconds, files }: Run): void {
  const slowest = [...files].sort(([, a], [, b]) => b - a).slice(0, SLOWEST)
  const lines = slowest.map(([file, took]) => `${took.toFixed(1).padStart(8)} s  ${file}`)
  process.stdout.write(`\n${title}: ${seconds.toFixed(1)} s; the slowest files:\n${lines.join('\n')}\n`)
}

const unit = unitRun(read('out/test/unit.json'))
const e2e = endToEndRun(read('test-results/e2e.json'))
const total = unit.seconds + e2e.seconds
say('Unit tests', unit)
say('End to end', e2e)
process.stdout.write(`\nAll tests: ${total.toFixed(1)} s\n`)
const seconds = { unit: round(unit.seconds), e2e: round(e2e.seconds), total: round(total) }
writeFileSync(join(ROOT, 'out/test/seconds.json'), `${JSON.stringify(seconds)}\n`)
