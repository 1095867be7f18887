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
    figure: `start.usable@${label}`,
    value: rounded(performance.now() - began),
    unit: 'ms',
    note: 'single run, driven',
  }
  const meter = await createMeter(opened)
  try {
    for (let press = 0; press < 20; press++) await meter.press('j')
    yield* pressed(meter, 'next_issue', label, () => meter.press('j'))
    yield* pressed(meter, 'jump', label, async at => meter.press(at % 2 === 0 ? 'End' : 'Home'), 20)
    yield* pressed(meter, 'search', label, at => meter.search(TYPED[at % TYPED.length] ?? ''), 20)
    yield* pressed(meter, 'switch_screen', label, at => meter.go(SCREENS[at % SCREENS.length] ?? 'q'), 24)
    yield {
      figure: `memory.rest@${label}`,
      value: rounded(meter.memory()),
      unit: 'MB PSS',
      note: 'all processes together',
    }
  } catch (error) {
    yield { figure: `stopped@${label}`, value: null, unit: 'ms', note: String(error) }
  } finally {
    await opened.close()
  }
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
