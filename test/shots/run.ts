import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import { leave, openings, type Place, screens } from '../bench/desk/places.ts'
import { openConsole } from '../e2e/fixture.ts'
import { openDisplay, ROOT } from '../helpers/electron.ts'
import { openReadOnly, openState, type State, states } from './states.ts'
import { type Album, dress, type Look, openAlbum, USUAL } from './take.ts'

/**
 * `npm run shots [-- --only TEXT]`: pictures of the console in real Electron, for eyes: every screen and what opens upon
 * it in both themes, every screen in three densities and at larger sizes, and every state of the whole. They are put into
 * `out/shots`, with a page of all of them. `--only` takes those whose names hold the text.
 */
const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } })

/** What has not opened by then never will, ms. */
const LATEST = 30_000
const LARGER = [
  [1920, 1080],
  [3840, 2160],
] as const

/** The looks of the sample, each with the places that are pictured in it. */
const PAGES: readonly { look: Look; places: readonly Place[] }[] = [
  { look: USUAL, places: [...screens, ...openings] },
  { look: { ...USUAL, theme: 'dark' }, places: [...screens, ...openings] },
  { look: { ...USUAL, density: 'compact' }, places: screens },
  { look: { ...USUAL, density: 'roomy' }, places: screens },
  ...LARGER.map(size => ({ look: { ...USUAL, size }, places: screens })),
  // 200 % of a window of 1280 × 800.
  { look: { ...USUAL, size: [640, 400] }, places: screens },
]

async function pictureSample(album: Album, env: Record<string, string>): Promise<void> {
  const console = await openConsole({ shell: 'electron', workspace: null, env })
  if ('why' in console) return album.missed('the sample', console.why)
  const page = console.page()
  page.setDefaultTimeout(LATEST)
  try {
    for (const { look, places } of PAGES) {
      const wanted = places.filter(({ name }) => album.wants(name))
      if (wanted.length === 0) continue
      await dress(page, look)
      for (const { name, go } of wanted)
        await go(page)
          .then(() => album.take(page, look, name))
          .then(() => leave(page))
          .catch((error: Error) => album.missed(name, error.message))
    }
  } finally {
    await console.close()
  }
}

type Opened = Awaited<ReturnType<typeof openState>>

async function pictureState(album: Album, { name, screens: shown = ['queue'] }: State, opened: Opened): Promise<void> {
  if ('why' in opened) return album.missed(name, opened.why)
  const page = opened.console.page()
  page.setDefaultTimeout(LATEST)
  try {
    for (const theme of ['light', 'dark'] as const)
      for (const screen of shown) {
        await turnTo(page, theme, screen)
        await album.take(page, { ...USUAL, theme }, `state ${name} ${screen}`)
      }
  } finally {
    await opened.close()
  }
}

/** Without a reload, which would end some of the states. */
async function turnTo(page: Page, theme: Look['theme'], screen: string): Promise<void> {
  const [width, height] = USUAL.size
  await page.setViewportSize({ width, height })
  await page.evaluate(
    ([theme, screen]) => {
      document.documentElement.dataset.mantineColorScheme = theme
      location.hash = `#/${screen}`
    },
    [theme, screen] as const,
  )
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.evaluate(() => new Promise(done => setTimeout(done, 700)))
}

const album = openAlbum(join(ROOT, 'out/shots'), values.only)
execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
const display = await openDisplay()
try {
  await pictureSample(album, display.env)
  for (const state of states.filter(({ name }) => album.wants(`state ${name}`)))
    await openState(state, display.env)
      .then(opened => pictureState(album, state, opened))
      .catch((error: Error) => album.missed(state.name, error.message))
  const readOnly: State = { name: 'read-only', screens: ['queue', 'outbox', 'settings'] }
  if (album.wants(`state ${readOnly.name}`))
    await openReadOnly(display.env)
      .then(opened => pictureState(album, readOnly, opened))
      .catch((error: Error) => album.missed(readOnly.name, error.message))
} finally {
  await display.stop()
}
const { taken, missed } = album.close()
process.stdout.write(`${taken} pictures in out/shots; open out/shots/index.html\n`)
for (const line of missed) process.stdout.write(`not pictured: ${line}\n`)
if (missed.length > 0) process.exitCode = 1
// An app that was ended the hard way can leave a pipe open.
process.exit()
