import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { workspacesDir } from '../../../main/engine/user-data.ts'
import { type Console, idle, openConsole, READY } from '../../e2e/fixture.ts'
import { openDisplay } from '../../helpers/electron.ts'
import { type BenchOptions, type Line, rounded, type Suite, wanted } from '../figure.ts'
import { violations } from './axe.ts'
import { brokenLayout } from './layout.ts'
import { lookUp, lookupsIn } from './lookups.ts'
import { plannedFor, planOutage, trulyAffected } from './outages.ts'
import { issueWindow, leave, openings, type Place, screens, states } from './places.ts'
import { isHeard, keysOf, SHARED_GROUPS } from './pressed.ts'

const THEMES = ['light', 'dark'] as const
const SIZES = [
  [1280, 800],
  [1440, 900],
  [1920, 1080],
  [3840, 2160],
] as const
const ZOOMS = [1, 1.5, 2] as const
/** What has not opened by then never will, ms. */
const LATEST = 20_000
/** Lookups of each kind: accounts, contacts, addresses, orders, messages. */
const LOOKUPS = 42

/** Figures that are taken on the sample that all tests share. */
const LIVED = ['lookup', 'axe', 'layout', 'keys']

/** The console as a person works with it, in real Electron, on the sample: what is hard to see, to read, to press or to find. */
export const deskSuite: Suite = {
  name: 'desk',
  async *run(options: BenchOptions) {
    execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
    const display = await openDisplay()
    try {
      if (wanted(options, 'start') || wanted(options, 'outage')) yield* firstRunFigures(display.env)
      if (!LIVED.some(name => wanted(options, name))) return
      const opened = await openConsole({ shell: 'electron', workspace: null, env: display.env })
      if ('why' in opened) return yield { figure: 'axe.screens', value: null, unit: 'screens', note: opened.why }
      try {
        // The fixture waits for ever: here what does not open is a finding.
        opened.page().setDefaultTimeout(LATEST)
        if (wanted(options, 'lookup')) yield* lookupFigures(opened, options)
        if (wanted(options, 'axe')) yield* axeFigures(opened.page(), options)
        if (wanted(options, 'layout')) yield* layoutFigures(opened.page(), options)
        if (wanted(options, 'keys')) yield* keyFigures(opened, options)
      } finally {
        await opened.close()
      }
    } finally {
      await display.stop()
    }
  },
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
    opened.page().setDefaultTimeout(10 * LATEST)
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

/** Two instances and how many more, so that a line says what to look at. */
const noteOf = (found: readonly string[]): { note?: string } =>
  found.length === 0 ? {} : { note: [...new Set(found)].slice(0, Number(process.env.SHOWN ?? 12)).join(' | ') }

async function* lookupFigures(opened: Console, { quick }: BenchOptions): AsyncGenerator<Line> {
  const page = opened.page()
  const all = lookupsIn(join(workspacesDir(opened.userData), 'sample'), quick ? 4 : LOOKUPS)
  const wrong: string[] = []
  let tried = 0
  for (const asked of all)
    for (const turn of ['first', 'again']) {
      // From another view each time, the second time from what was found.
      if (turn === 'first') await screens[tried % screens.length]?.go(page)
      tried++
      if (!(await lookUp(page, asked)).includes(asked.name)) wrong.push(`${asked.text.slice(0, 30)} (${turn})`)
    }
  yield { figure: 'lookup.tried', value: tried, unit: 'lookups' }
  yield { figure: 'lookup.wrong', value: wrong.length, unit: 'lookups', ...noteOf(wrong) }
}

async function chooseTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  const button = page.getByRole('button', { name: `Switch to the ${theme} theme` })
  if (await button.isVisible()) await button.click()
}

async function* axeFigures(page: Page, { quick }: BenchOptions): AsyncGenerator<Line> {
  const found: string[] = []
  let looked = 0
  const look = async (place: Place, state: string) => {
    const seen = await place.go(page).then(
      () => violations(page),
      () => ['does not open'],
    )
    for (const one of seen) found.push(`${place.name}, ${state}: ${one}`)
    looked++
    await leave(page)
  }
  for (const theme of THEMES) {
    await chooseTheme(page, theme)
    for (const place of [...screens, ...(quick ? [] : openings)]) await look(place, theme)
    await page.setViewportSize({ width: 640, height: 400 })
    for (const place of quick ? [] : screens) await look(place, `${theme}, 200 %`)
    await page.setViewportSize({ width: 1920, height: 1080 })
    for (const place of quick ? [] : screens) await look(place, `${theme}, wide`)
    await page.setViewportSize({ width: 1440, height: 900 })
  }
  await chooseTheme(page, 'light')
  yield { figure: 'axe.screens', value: looked, unit: 'screen × state × theme' }
  yield { figure: 'axe.violations', value: found.length, unit: 'violations', ...noteOf(found) }
}

async function* layoutFigures(page: Page, { quick }: BenchOptions): AsyncGenerator<Line> {
  const found: string[] = []
  let tried = 0
  for (const [width, height] of quick ? SIZES.slice(0, 1) : SIZES)
    for (const zoom of quick ? ZOOMS.slice(0, 1) : ZOOMS) {
      await page.setViewportSize({ width: Math.round(width / zoom), height: Math.round(height / zoom) })
      for (const place of [...screens, ...openings]) {
        const seen = await place.go(page).then(
          () => brokenLayout(page),
          () => ['does not open'],
        )
        tried++
        for (const one of seen) found.push(`${place.name} ${width} at ${zoom * 100} %: ${one}`)
        await leave(page)
      }
    }
  await page.setViewportSize({ width: 1440, height: 900 })
  yield { figure: 'layout.tried', value: tried, unit: 'screen × size × zoom' }
  yield { figure: 'layout.broken', value: found.length, unit: 'places', ...noteOf(found) }
}

async function* keyFigures(opened: Console, { quick }: BenchOptions): AsyncGenerator<Line> {
  const silent: string[] = []
  let pressed = 0
  const pressAll = async (page: Page, place: Place, groups: (group: string) => boolean) => {
    await place.go(page)
    const known = new Map<string, string>()
    for (const key of await keysOf(page)) {
      const presses = key.presses.join(' ')
      const other = known.get(presses)
      if (other) silent.push(`${place.name}: ${presses} (${key.label}, also ${other})`)
      known.set(presses, key.label)
      if (!groups(key.group)) continue
      pressed++
      if (await isHeard(page, place, key)) continue
      // A key before it may have ended the state: the help no longer names the key then.
      await place.go(page)
      const isThere = (await keysOf(page)).some(({ label }) => label === key.label)
      if (isThere) silent.push(`${place.name}: ${presses} (${key.label})`)
    }
  }
  const own = (group: string) => !SHARED_GROUPS.has(group)
  const page = opened.page()
  // The system’s dialog would hold up the whole app until somebody answers.
  await opened.app().evaluate(
    ({ dialog }, path) => {
      dialog.showSaveDialogSync = () => path
    },
    join(opened.userData, 'saved'),
  )
  // A key may begin what takes its time, such as training a model.
  page.setDefaultTimeout(10 * LATEST)
  for (const place of quick ? screens.slice(0, 1) : screens) await pressAll(page, place, () => true)
  for (const place of quick ? [] : states) await pressAll(page, place, own)
  if (!quick) await pressAll(...(await issueWindow(opened)), own)
  yield { figure: 'keys.pressed', value: rounded(pressed), unit: 'keys' }
  yield { figure: 'keys.silent', value: silent.length, unit: 'keys', ...noteOf(silent) }
}
