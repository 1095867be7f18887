import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { commitNow } from '../commit.ts'
import { scratchInMemory } from './scratch.ts'
import { runStep, type Step } from './step.ts'
import { endToEndTimes, slowest, type Times, unitTimes } from './times.ts'

/**
 * `npm test`:
 *
 *   build ──┬──────────▶ unit tests ──┬─▶ where the time went
 *           └─ sample ─▶ end to end ──┘
 *
 * Both kinds of tests mostly wait, for processes, servers and windows, so they run side by side, and unit tests give way. All tests run and their
 * times are printed even where one of them fails. With `--keep` (`npm test -- --keep`) the times of a run in which all
 * passed become those that the repository keeps. With `--whole` (`npm run test:whole`) random and exhaustive tests try all of
 * their cases, not a share of them (`depth.ts`). With `--then` only the files run that there were before the house was
 * re-roomed, when `npm test` took 603 s (`then.json`); with `--whole` beside it, also those that `npm test` leaves out today.
 */
const ROOT = resolve(import.meta.dirname, '../../..')
const SLOWEST = 10
const REPORTS = ['out/test/unit.json', 'test-results/e2e.json', 'out/test/seconds.json']

/** The bench suite `house` reads it where no run of today's code is at hand. */
const KEPT = 'test/helpers/whole/kept.json'

if (process.argv.includes('--whole')) process.env.FORESTALL_DEPTH = 'whole'

if (!process.env.TMPDIR) {
  const scratch = scratchInMemory()
  if (scratch) process.env.TMPDIR = scratch
}

const isThen = process.argv.includes('--then')
const { files } = JSON.parse(readFileSync(join(ROOT, 'test/helpers/whole/then.json'), 'utf8')) as { files: string[] }
const chosen = (isSpec: boolean) => (isThen ? files.filter(file => /\.spec\.ts$/.test(file) === isSpec) : [])

const from = Date.now()
const rounded = (seconds: number) => Math.round(seconds * 10) / 10
const onCpu = (cpu: number | null) => (cpu === null ? '' : ` (${cpu.toFixed(1)} s of the processor)`)

function tell(title: string, { seconds, cpu, ok }: Step, times: () => Times): void {
  const head = `${title}: ${seconds.toFixed(1)} s${onCpu(cpu)}${ok ? '' : ', failed'}`
  try {
    process.stdout.write(`\n${head}; the slowest files:\n${slowest(times(), SLOWEST).join('\n')}\n`)
  } catch {
    process.stdout.write(`\n${head}; it wrote no report\n`)
  }
}

// A report of an earlier run would speak of tests that did not run now.
for (const report of REPORTS) rmSync(join(ROOT, report), { force: true })
const build = await runStep('build', 'npm', ['run', '--silent', 'build'])
if (!build.ok) process.exit(1)
// What is end to end takes longer and hangs on windows that must answer; unit tests have more to do at once, and fill the gaps.
const units = runStep('unit', 'vitest', ['run', ...chosen(false)], true)
const sample = await runStep('sample', process.execPath, ['test/helpers/whole/sample.ts'])
const [unit, e2e] = await Promise.all([units, runStep('e2e', 'playwright', ['test', ...chosen(true)])])

tell('Unit tests', unit, () => unitTimes(ROOT))
tell('End to end', e2e, () => endToEndTimes(ROOT))
const total = (Date.now() - from) / 1_000
const cpus = [build, sample, unit, e2e].map(({ cpu }) => cpu)
const cpu = cpus.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0)
process.stdout.write(`\nBuild: ${build.seconds.toFixed(1)} s${onCpu(build.cpu)}. `)
process.stdout.write(`Sample: ${sample.seconds.toFixed(1)} s${onCpu(sample.cpu)}. `)
process.stdout.write(`All: ${total.toFixed(1)} s${onCpu(cpu)}\n`)
mkdirSync(join(ROOT, 'out/test'), { recursive: true })
const ok = sample.ok && unit.ok && e2e.ok
const processor = cpu === null ? null : rounded(cpu)
const seconds = { unit: rounded(unit.seconds), e2e: rounded(e2e.seconds), total: rounded(total), processor }
writeFileSync(join(ROOT, isThen ? 'out/test/then.json' : 'out/test/seconds.json'), `${JSON.stringify(seconds)}\n`)
if (ok && process.argv.includes('--keep')) {
  const run = { [isThen ? 'early' : 'seconds']: { commit: commitNow(), ...seconds } }
  const kept = { ...JSON.parse(readFileSync(join(ROOT, KEPT), 'utf8')), ...run }
  writeFileSync(join(ROOT, KEPT), `${JSON.stringify(kept, null, 2)}\n`)
}
if (!ok) process.exitCode = 1
