import type { Page } from '@playwright/test'
import { idle } from '../../e2e/fixture.ts'
import type { BenchOptions, Line } from '../figure.ts'
import { violations } from './axe.ts'
import { brokenLayout } from './layout.ts'
import { drawn, leave, openings, type Place, screens } from './places.ts'
import { type DeskName, figureOn, noteOf, placesOf } from './wanted.ts'

const THEMES = ['light', 'dark'] as const
const SIZES = [
  [1280, 800],
  [1440, 900],
  [1920, 1080],
  [3840, 2160],
] as const
const ZOOMS = [1, 1.5, 2] as const
const USUAL = { width: 1440, height: 900 }

/** What is found at a place; that it does not open is a finding, too. */
async function lookedAt(page: Page, { go }: Place, look: (page: Page) => Promise<string[]>): Promise<string[]> {
  const seen = await go(page)
    .then(() => look(page))
    .catch((error: Error) => [`does not open: ${error.message.split('\n')[0]}`])
  // One place that never comes to rest must not take the figures of all others with it.
  const left = await leave(page).then(
    () => [],
    (error: Error) => [`cannot be left: ${error.message.split('\n')[0]}`],
  )
  return [...seen, ...left]
}

async function chooseTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  const button = page.getByRole('button', { name: `Switch to the ${theme} theme` })
  if (await button.isVisible()) await button.click()
}

/** Screens × states × themes that axe-core looks at. On the sample also at 200 % and in a wide window. */
export async function* axeFigures(page: Page, options: BenchOptions, desk: DeskName): AsyncGenerator<Line> {
  const of = (places: readonly Place[]) => placesOf(options, 'axe', desk, places)
  const all = of([...screens, ...(options.quick || desk === 'empty' ? [] : openings)])
  if (all.length === 0) return
  const sized = options.quick || desk !== 'sample' ? [] : of(screens)
  const found: string[] = []
  let looked = 0
  const look = async (place: Place, state: string) => {
    looked++
    const seen = await lookedAt(page, place, violations)
    for (const one of seen) found.push(`${place.name}, ${state}: ${one}`)
    if (process.env.SHOWN) process.stderr.write(`${place.name}, ${state}: ${seen.join(' | ')}\n`)
  }
  for (const theme of THEMES) {
    await chooseTheme(page, theme)
    for (const place of all) await look(place, theme)
    await page.setViewportSize({ width: 640, height: 400 })
    for (const place of sized) await look(place, `${theme}, 200 %`)
    await page.setViewportSize({ width: 1920, height: 1080 })
    for (const place of sized) await look(place, `${theme}, wide`)
    await page.setViewportSize(USUAL)
  }
  await chooseTheme(page, 'light')
  yield { figure: figureOn(desk, 'axe.screens'), value: looked, unit: 'screen × state × theme' }
  yield { figure: figureOn(desk, 'axe.violations'), value: found.length, unit: 'violations', ...noteOf(found) }
}

/** Screens × sizes × zoom: a place is opened once, and its window is given one size after another, as a person does. */
export async function* layoutFigures(page: Page, options: BenchOptions, desk: DeskName): AsyncGenerator<Line> {
  const places = placesOf(options, 'layout', desk, [...screens, ...(desk === 'empty' ? [] : openings)])
  if (places.length === 0) return
  const sizes = (options.quick ? SIZES.slice(0, 1) : SIZES).flatMap(([width, height]) =>
    ZOOMS.map(zoom => ({ width: Math.round(width / zoom), height: Math.round(height / zoom), zoom, of: width })),
  )
  const found: string[] = []
  let tried = 0
  for (const place of places) {
    const seen = await lookedAt(page, place, async () => {
      const broken: string[] = []
      for (const { width, height, zoom, of } of sizes) {
        await page.setViewportSize({ width, height })
        await drawn(page)
        await idle(page)
        tried++
        for (const one of await brokenLayout(page)) broken.push(`${of} at ${zoom * 100} %: ${one}`)
      }
      return broken
    })
    for (const one of seen) found.push(`${place.name} ${one}`)
    if (process.env.SHOWN) process.stderr.write(`${place.name}: ${seen.join(' | ')}\n`)
    await page.setViewportSize(USUAL)
  }
  yield { figure: figureOn(desk, 'layout.tried'), value: tried, unit: 'screen × size × zoom' }
  yield { figure: figureOn(desk, 'layout.broken'), value: found.length, unit: 'places', ...noteOf(found) }
}
