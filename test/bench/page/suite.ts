import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openConsole } from '../../e2e/fixture.ts'
import { openDisplay } from '../../helpers/electron.ts'
import { makeFolder } from '../cache/bench-cache.ts'
import { type BenchOptions, type Line, quantile, rounded, type Suite } from '../figure.ts'
import { makeBusyWorkspace } from '../reads/workspace.ts'
import { createMeter, type Meter } from './meter.ts'

const SIZES = [
  ['20k', 20_000],
  ['100k', 100_000],
  ['1M', 1_000_000],
] as const
const PRESSES = 200
/** Issues that are looked at before memory is compared. */
const WORKED = 2_000
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
        const dir = join(folder, label)
        await makeBusyWorkspace(dir, rows)
        yield* figuresOf(dir, label, display.env)
        rmSync(dir, { recursive: true })
      }
    } finally {
      await display.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function* figuresOf(workspace: string, label: string, env: Record<string, string>): AsyncGenerator<Line> {
  const began = performance.now()
  const opened = await openConsole({ shell: 'electron', workspace, env, firstRun: true })
  if ('why' in opened) return yield { figure: `next_issue.p95@${label}`, value: null, unit: 'ms', note: opened.why }
  yield {
    figure: `start.warm@${label}`,
    value: rounded(performance.now() - began),
    unit: 'ms',
    note: 'until the first rows are on screen; single run, driven, the program’s files just built',
  }
  const meter = await createMeter(opened)
  try {
    for (let press = 0; press < 20; press++) await meter.press('j')
    yield* pressed(meter, 'next_issue', label, () => meter.press('j'))
    yield* pressed(meter, 'jump', label, async at => meter.press(at % 2 === 0 ? 'End' : 'Home'), 20)
    yield* pressed(meter, 'search', label, at => meter.search(TYPED[at % TYPED.length] ?? ''), 20)
    yield* pressed(meter, 'switch_screen', label, at => meter.go(SCREENS[at % SCREENS.length] ?? 'q'), 24)
    const busy = meter.memory()
    yield* framed(meter, label)
    yield* rested(meter, label, busy)
  } catch (error) {
    yield { figure: `stopped@${label}`, value: null, unit: 'ms', note: String(error) }
  } finally {
    await opened.close()
  }
}

/** Frames while the list scrolls. */
async function* framed(meter: Meter, label: string): AsyncGenerator<Line> {
  const took = await meter.scroll()
  const note = `${took.length} frames, p50 ${rounded(quantile(took, 0.5))}`
  yield { figure: `scroll.p99@${label}`, value: rounded(quantile(took, 0.99)), unit: 'ms', note }
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
