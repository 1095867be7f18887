import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

interface UnitReport {
  testResults: { name: string; startTime: number; endTime: number }[]
}
interface Suite {
  file: string
  suites?: Suite[]
  specs: { tests: { results: { duration: number }[] }[] }[]
}
interface EndToEndReport {
  suites: Suite[]
}

/** Seconds that each test file took. */
export type Times = ReadonlyMap<string, number>

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)
const read = <Report>(root: string, file: string): Report =>
  JSON.parse(readFileSync(join(root, file), 'utf8')) as Report

/** From the report that `vitest run` wrote. */
export function unitTimes(root: string): Times {
  const { testResults } = read<UnitReport>(root, 'out/test/unit.json')
  return new Map(testResults.map(one => [relative(root, one.name), (one.endTime - one.startTime) / 1_000]))
}

/** From the report that `playwright test` wrote. Several projects run the same file; its time is the sum. */
export function endToEndTimes(root: string): Times {
  const byFile = Map.groupBy(read<EndToEndReport>(root, 'test-results/e2e.json').suites, ({ file }) => file)
  return new Map([...byFile].map(([file, suites]) => [join('test/e2e', file), sum(suites.flatMap(resultsOf)) / 1_000]))
}

const resultsOf = ({ specs, suites = [] }: Suite): number[] => [
  ...specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results.map(({ duration }) => duration))),
  ...suites.flatMap(resultsOf),
]

/** Lines that name the slowest files, slowest first. */
export const slowest = (times: Times, many: number): string[] =>
  [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, many)
    .map(([file, seconds]) => `${seconds.toFixed(1).padStart(8)} s  ${file}`)
