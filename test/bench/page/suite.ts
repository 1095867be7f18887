import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DATABASE } from '../../../main/cache/open.ts'
import { openConsole } from '../../e2e/fixture.ts'
import { openDisplay } from '../../helpers/electron.ts'
import { makeFolder } from '../cache/bench-cache.ts'
import { type BenchOptions, beside, type Line, quantile, rounded, type Suite } from '../figure.ts'
import { makeBusyWorkspace } from '../reads/workspace.ts'
import { createMeter, type Meter } from './meter.ts'
import { startFigures } from './starts.ts'

const SIZES = [
  ['20k', 20_000],
  ['100k', 100_000],
  ['1M', 1_000_000],
] as const
const PRESSES = 200
/** Rows of the list that ours is compared with; react-virtual's work does not depend on it. */
const PEER_ROWS = 95_000
/** Issues that are looked at before memory is compared. */
const WORKED = 2_000
/** A folder that keeps the workspaces from one run to the next: a million rows take long to make. */
const KEPT = process.env.FORESTALL_BENCH_WORKSPACES
const SCREENS = ['o', 'r', 't', 'p', 's', 'q'] as const
const TYPED = ['Company 12', 'company 9', 'Company 777', 'ada12', 'o5']

/**
 * The console as a person works with it, in real Electron: from a key press until everything that it asked for is painted,
 * with the CPU time of the page's and of the engine's thread. ms.
 */
export const pageSuite: Suite = {
  name: 'page',
  async *run(options: BenchOptions) {
    execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
    const display = await openDisplay()
    const folder = makeFolder()
    try {
      for (const [label, rows] of SIZES) {
        if (options.quick && rows > 20_000) continue
        const sizes = options.only.filter(name => name.startsWith('@'))
        if (sizes.length > 0 && !sizes.includes(`@${label}`)) continue
        const dir = join(KEPT ?? folder, label)
        if (!existsSync(dir)) await makeBusyWorkspace(dir, rows)
        yield* firstVisits(dir, label, display.env)
        yield* figuresOf(dir, label, display.env)
        if (!KEPT) rmSync(dir, { recursive: true })
      }
    } finally {
      await display.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/**
 * The longest first visit of a screen where no answer is kept from an earlier one. What it counted is kept for those that
 * are measured after it, as a person finds it on every day but the first.
 */
async function* firstVisits(workspace: string, label: string, env: Record<string, string>): AsyncGenerator<Line> {
  forgetAnswers(workspace)
  const opened = await openConsole({ shell: 'electron', workspace, env, firstRun: true })
  if ('why' in opened) return
  try {
    const meter = await createMeter(opened)
    const took: [number, string][] = []
    for (const screen of SCREENS) took.push([await meter.go(screen), screen])
    const [longest, screen] = took.reduce((most, one) => (one[0] > most[0] ? one : most))
    const note = `the longest of ${took.length}, g ${screen}; p50 ${rounded(
      quantile(
        took.map(([ms]) => ms),
        0.5,
      ),
    )}`
    yield { figure: `switch_screen.first@${label}`, value: rounded(longest), unit: 'ms', note }
    await meter.rest()
  } catch (error) {
    yield { figure: `switch_screen.first@${label}`, value: null, unit: 'ms', note: String(error) }
  } finally {
    await opened.close()
  }
}

/** A workspace of an earlier version keeps none. */
function forgetAnswers(workspace: string): void {
  const db = new Database(join(workspace, DATABASE))
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kept_answer'").get()) db.exec('DELETE FROM kept_answer')
  db.close()
}

async function* figuresOf(workspace: string, label: string, env: Record<string, string>): AsyncGenerator<Line> {
  const opened = await openConsole({ shell: 'electron', workspace, env, firstRun: true })
  if ('why' in opened) return yield { figure: `next_issue.p95@${label}`, value: null, unit: 'ms', note: opened.why }
  try {
    const meter = await createMeter(opened)
    yield* orStopped('next_issue', label, nextIssues(meter, label))
    yield* orStopped(
      'jump',
      label,
      pressed(meter, 'jump', label, at => meter.press(at % 2 === 0 ? 'End' : 'Home'), 20),
    )
    const search = (at: number) => meter.search(TYPED[at % TYPED.length] ?? '')
    yield* orStopped('search', label, pressed(meter, 'search', label, search, 20))
    const go = (at: number) => meter.go(SCREENS[at % SCREENS.length] ?? 'q')
    yield* orStopped('switch_screen', label, pressed(meter, 'switch_screen', label, go, 24))
    const busy = meter.memory()
    yield* orStopped('scroll', label, framed(meter, label))
    yield* orStopped('memory', label, rested(meter, label, busy))
  } finally {
    await opened.close()
  }
  yield* orStopped('start', label, startFigures(workspace, label, env))
}

async function* nextIssues(meter: Meter, label: string): AsyncGenerator<Line> {
  for (let press = 0; press < 20; press++) await meter.press('j')
  yield* pressed(meter, 'next_issue', label, () => meter.press('j'))
}

/** One figure that cannot be had does not take the others with it. */
async function* orStopped(name: string, label: string, figures: AsyncGenerator<Line>): AsyncGenerator<Line> {
  try {
    yield* figures
  } catch (error) {
    yield { figure: `${name}.stopped@${label}`, value: null, unit: 'ms', note: String(error) }
  }
}

/** Frames while the list scrolls. */
async function* framed(meter: Meter, label: string): AsyncGenerator<Line> {
  const took = await meter.scroll()
  const note = `${took.length} frames, p50 ${rounded(quantile(took, 0.5))}`
  const plain = quantile(await meter.scrollPeer(PEER_ROWS), 0.99)
  const figure = `scroll.p99@${label}`
  yield { figure, unit: 'ms', note, ...beside(quantile(took, 0.99), 'react-virtual, plain rows', plain) }
}

/** Memory right after work and at rest, what much work adds to it, and how often anything wakes up meanwhile. */
async function* rested(meter: Meter, label: string, busy: number): AsyncGenerator<Line> {
  const megabytes = (figure: string, value: number, note: string): Line => ({
    ...{ figure: `${figure}@${label}`, value: rounded(value), unit: 'MB PSS', note },
  })
  yield megabytes('memory.busy', busy, 'right after all screens were opened, all processes together')
  await meter.rest()
  const rest = meter.memory()
  yield megabytes('memory.rest', rest, 'all processes together')
  yield { figure: `idle.wakeups@${label}`, value: rounded(await meter.wakeups()), unit: '/s', note: 'all threads' }
  for (let press = 0; press < WORKED; press++) await meter.press('j')
  await meter.rest()
  yield megabytes('memory.growth', meter.memory() - rest, `at rest, after ${WORKED} issues`)
}

async function* pressed(
  meter: Meter,
  figure: string,
  label: string,
  act: (at: number) => Promise<number>,
  times = PRESSES,
): AsyncGenerator<Line> {
  const before = await meter.cpu()
  const took: number[] = []
  for (let at = 0; at < times; at++) took.push(await act(at))
  const after = await meter.cpu()
  const each = (ms: number) => rounded(ms / times)
  yield {
    figure: `${figure}.p95@${label}`,
    value: rounded(quantile(took, 0.95)),
    unit: 'ms',
    note: `${times} times, p50 ${rounded(quantile(took, 0.5))}`,
  }
  yield { figure: `${figure}.page_cpu@${label}`, value: each(after.page - before.page), unit: 'ms', note: 'mean' }
  yield { figure: `${figure}.engine_cpu@${label}`, value: each(after.engine - before.engine), unit: 'ms', note: 'mean' }
}
