import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { workspacesDir } from '../../../main/engine/user-data.ts'
import { type Console, idle, openConsole, READY } from '../../e2e/fixture.ts'
import { freshFolder, openDisplay } from '../../helpers/electron.ts'
import { type BenchOptions, type Line, type Suite, wanted } from '../figure.ts'
import { makeDesk } from './desks.ts'
import { keyFigures } from './keyed.ts'
import { axeFigures, layoutFigures } from './looked.ts'
import { lookUp, lookupsIn } from './lookups.ts'
import { plannedFor, planOutage, trulyAffected } from './outages.ts'
import { leave, screens } from './places.ts'
import { type DeskName, figureOn, isDeskWanted, noteOf } from './wanted.ts'

/** What has not opened by then never will, ms, also on a machine that others use. */
const LATEST = 60_000
/** Lookups of each kind: accounts, contacts, addresses, orders, messages. */
const LOOKUPS = 42

/** What is looked at on each desk. Only accounts of a name of their own can be looked up by it. */
const KINDS: Readonly<Record<DeskName, readonly string[]>> = {
  sample: ['lookup', 'axe', 'layout', 'keys'],
  empty: ['axe', 'layout', 'keys'],
  names: ['axe', 'layout'],
  '100k': ['lookup', 'axe', 'layout', 'keys'],
}

/** The console as a person works with it, in real Electron, on the sample: what is hard to see, to read, to press or to find. */
export const deskSuite: Suite = {
  name: 'desk',
  async *run(options: BenchOptions) {
    execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
    const display = await openDisplay()
    try {
      if (wanted(options, 'start') || wanted(options, 'outage')) yield* firstRunFigures(display.env)
      for (const [desk, kinds] of Object.entries(KINDS) as [DeskName, readonly string[]][])
        if (isDeskWanted(options, kinds, desk)) yield* deskFigures(desk, kinds, display.env, options)
    } finally {
      await display.stop()
    }
  },
}

async function* deskFigures(
  desk: DeskName,
  kinds: readonly string[],
  env: Record<string, string>,
  options: BenchOptions,
): AsyncGenerator<Line> {
  const folder = freshFolder('desk')
  await makeDesk(desk, folder)
  const opened = await openConsole({ shell: 'electron', workspace: folder, env })
  if ('why' in opened)
    return yield { figure: figureOn(desk, 'axe.screens'), value: null, unit: 'screens', note: opened.why }
  try {
    // A workspace of an older version brings itself up to date first, which takes minutes where it is large.
    await idle(opened.page())
    // The fixture waits for ever: here what does not open is a finding.
    opened.page().setDefaultTimeout(LATEST)
    const wants = (kind: string) => kinds.includes(kind) && isDeskWanted(options, [kind], desk)
    if (wants('lookup')) yield* lookupFigures(opened.page(), folder, options, desk)
    if (wants('axe')) yield* axeFigures(opened.page(), options, desk)
    if (wants('layout')) yield* layoutFigures(opened.page(), options, desk)
    if (wants('keys')) yield* keyFigures(opened, options, desk)
  } finally {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function* outageFigures(opened: Console): AsyncGenerator<Line> {
  const folder = join(workspacesDir(opened.userData), 'sample')
  const affected = trulyAffected(folder)
  const keys = await planOutage(opened.page())
  const planned = plannedFor(folder)
  yield { figure: 'outage.steps', value: keys, unit: 'keys' }
  const missed = affected.filter(id => !planned.has(id))
  const note = `${affected.length} in the known outage, ${planned.size} planned for`
  yield { figure: 'outage.missed', value: missed.length, unit: 'accounts', note }
}

/** CPU time of all processes of the app since they started: on a busy machine the wall says how busy it was. */
const cpuSeconds = (opened: Console): Promise<number> =>
  opened
    .app()
    .evaluate(({ app }) => app.getAppMetrics().reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? 0), 0))

/** A first run, from the start of the program to the queue of the sample at rest; then an outage in that sample. */
async function* firstRunFigures(env: Record<string, string>): AsyncGenerator<Line> {
  execFileSync('npm', ['run', '--silent', 'sample'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const began = performance.now()
  const opened = await openConsole({ shell: 'electron', workspace: null, env, waitFor: READY, firstRun: true })
  if ('why' in opened) return yield { figure: 'start.sample', value: null, unit: 'ms', note: opened.why }
  try {
    opened.page().setDefaultTimeout(3 * LATEST)
    const shown = Math.round(performance.now() - began)
    // True is what nothing changes any more: the engine is at rest, and the page shows all that it did.
    await idle(opened.page())
    const ms = Math.round(performance.now() - began)
    const cpu = Math.round(1_000 * (await cpuSeconds(opened)))
    yield { figure: 'start.sample', value: ms, unit: 'ms', cpu, note: `first data on screen after ${shown} ms` }
    await opened.page().getByRole('button', { name: 'Explore the sample' }).click()
    yield* outageFigures(opened)
  } finally {
    await opened.close()
  }
}

async function* lookupFigures(
  page: Page,
  folder: string,
  { quick }: BenchOptions,
  desk: DeskName,
): AsyncGenerator<Line> {
  const all = lookupsIn(folder, quick ? 4 : LOOKUPS)
  const wrong: string[] = []
  let tried = 0
  for (const asked of all)
    for (const turn of ['first', 'again']) {
      // From another view each time, the second time from what was found.
      const from = turn === 'first' ? screens[tried % screens.length] : undefined
      tried++
      // One that never comes to rest must not take the figures of all others with it.
      const led = await Promise.resolve(from?.go(page))
        .then(() => lookUp(page, asked))
        .catch(async (error: Error) => {
          await leave(page).catch(() => undefined)
          return `nothing: ${error.message.split('\n')[0]}`
        })
      const isRight = led.includes(asked.name)
      if (!isRight) wrong.push(`${asked.text.slice(0, 30)} (${turn}) led to “${led.slice(0, 40)}”`)
      if (process.env.SHOWN) process.stderr.write(`${tried}, ${asked.text}: ${isRight ? '' : led}\n`)
    }
  yield { figure: figureOn(desk, 'lookup.tried'), value: tried, unit: 'lookups' }
  yield { figure: figureOn(desk, 'lookup.wrong'), value: wrong.length, unit: 'lookups', ...noteOf(wrong) }
}
