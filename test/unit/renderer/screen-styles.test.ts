import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const RENDERER = resolve('renderer')
const SCREENS = 'screens'
/** Its styles are loaded with the first screen, whichever that is, so they are shared ones. */
const FIRST = 'queue'

interface Sheet {
  /** The screen that loads it; null where it is loaded with the page. */
  screen: string | null
  selectors: readonly string[]
}

const classesIn = (selector: string): string[] =>
  [...selector.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = '']) => name)

/** The selectors of a stylesheet; lists within `:is()` and `:has()` stay together. */
const selectorsIn = (css: string): string[] =>
  [...css.replaceAll(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g)]
    .flatMap(([, list = '']) => list.split(/,(?![^(]*\))/))
    .map(selector => selector.trim())
    .filter(selector => selector !== '' && !selector.startsWith('@'))

const sheets: Sheet[] = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.css'))
  .map(name => {
    const [place, screen = ''] = name.split('/')
    const isOwn = place === SCREENS && screen !== FIRST
    return { screen: isOwn ? screen : null, selectors: selectorsIn(readFileSync(join(RENDERER, name), 'utf8')) }
  })

/** Selectors of screens that also choose what other screens draw. */
function leaks(all: readonly Sheet[]): string[] {
  const placesOf = new Map<string, Set<string | null>>()
  for (const { screen, selectors } of all)
    for (const name of selectors.flatMap(classesIn))
      placesOf.set(name, (placesOf.get(name) ?? new Set<string | null>()).add(screen))
  const isOwn = (name: string) => placesOf.get(name)?.size === 1
  return all.flatMap(({ screen, selectors }) =>
    screen === null
      ? []
      : selectors
          .filter(selector => !classesIn(selector).some(isOwn) && !selector.includes('[aria-label='))
          .map(selector => `${screen}: ${selector}`),
  )
}

it('no stylesheet of a screen changes another one, which would look different once both were opened', () => {
  expect(leaks(sheets)).toEqual([])
})

it.each([
  ['.steps', '.steps', 2],
  ['.steps', '.tests', 0],
  ['.card', '.tests', 1],
  ['.tries .card', '.tests', 0],
  ['input', '.tests', 1],
  ['[aria-label="Tries"] > p', '.tests', 0],
  ['td:is(.card, .tries)', '.tests', 0],
])('%s of one screen beside %s of another', (one, other, wrong) => {
  const all = [
    { screen: null, selectors: ['.card'] },
    { screen: 'one', selectors: selectorsIn(`${one} { color: red }`) },
    { screen: 'other', selectors: selectorsIn(`${other} { color: red }`) },
  ]
  expect(leaks(all)).toHaveLength(wrong)
})
