import { existsSync, readFileSync } from 'node:fs'

/** Adds up the reports of both runners and prints the one line by which a run is judged. */
interface Counts {
  passed: number
  failed: number
  skipped: number
}

interface UnitReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numFailedTestSuites: number
}
interface EndToEndReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

function countsOf(file: string): Counts {
  // A runner that died before its report counts as a failure, never as nothing.
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const report = JSON.parse(readFileSync(file, 'utf8')) as UnitReport | EndToEndReport
  if ('stats' in report) {
    const { expected, unexpected, flaky, skipped } = report.stats
    return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped }
  }
  const brokenFiles = report.numFailedTests === 0 ? report.numFailedTestSuites : 0
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles, skipped: report.numPendingTests }
}

const total = process.argv.slice(2).map(countsOf)
const sum = (key: keyof Counts) => total.reduce((n, counts) => n + counts[key], 0)
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`)
process.exitCode = sum('failed') > 0 ? 1 : 0
