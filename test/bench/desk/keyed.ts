import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Console } from '../../e2e/fixture.ts'
import type { BenchOptions, Line } from '../figure.ts'
import { type Place, screens } from './places.ts'
import { isHeard, keysOf, SHARED_GROUPS, worksInFields } from './pressed.ts'
import { issueWindow, states } from './states.ts'
import { type DeskName, figureOn, noteOf, placesOf } from './wanted.ts'

/** A key may begin what takes its time, such as training a model, ms. */
const PATIENCE = 200_000
const OWN_WINDOW = 'an issue in its own window'

/** Presses every key that the help of a place names; gives how many, and those that did nothing or are two things. */
async function pressAll(page: Page, place: Place, isAsked: (group: string) => boolean) {
  const silent: string[] = []
  let pressed = 0
  await place.go(page)
  const known = new Map<string, string>()
  for (const key of await keysOf(page)) {
    const presses = key.presses.join(' ')
    const other = known.get(presses)
    if (other) silent.push(`${place.name}: ${presses} (${key.label}, also ${other})`)
    known.set(presses, key.label)
    if (place.type ? !worksInFields(key) : !isAsked(key.group)) continue
    pressed++
    if (await isHeard(page, place, key)) continue
    // A key before it may have ended the state: the help no longer names the key then.
    await place.go(page)
    const isThere = (await keysOf(page)).some(({ label }) => label === key.label)
    if (isThere) silent.push(`${place.name}: ${presses} (${key.label})`)
  }
  return { pressed, silent }
}

/** Every key of the help, at every screen and in every state in which a person could press it. */
export async function* keyFigures(opened: Console, options: BenchOptions, desk: DeskName): AsyncGenerator<Line> {
  const of = (places: readonly Place[]) => placesOf(options, 'keys', desk, places)
  const atScreens = of(options.quick ? screens.slice(0, 1) : screens)
  const filled = !options.quick && desk !== 'empty'
  const inStates = filled ? of(states) : []
  const apart = filled && of([{ name: OWN_WINDOW, go: async () => {} }]).length > 0
  if (atScreens.length + inStates.length === 0 && !apart) return
  const silent: string[] = []
  let pressed = 0
  const press = async (page: Page, place: Place, isAsked: (group: string) => boolean) => {
    const result = await pressAll(page, place, isAsked).catch((error: Error) => ({
      pressed: 0,
      silent: [`${place.name} does not open: ${error.message.split('\n')[0]}`],
    }))
    pressed += result.pressed
    silent.push(...result.silent)
    if (process.env.SHOWN) process.stderr.write(`${place.name}: ${result.pressed} ${result.silent.join(' | ')}\n`)
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
  page.setDefaultTimeout(PATIENCE)
  for (const place of inStates) await press(page, place, own)
  for (const place of atScreens) await press(page, place, () => true)
  if (apart) {
    const [window, place] = await issueWindow(opened)
    await press(window, { ...place, name: OWN_WINDOW }, own)
  }
  yield { figure: figureOn(desk, 'keys.pressed'), value: pressed, unit: 'keys' }
  yield { figure: figureOn(desk, 'keys.silent'), value: silent.length, unit: 'keys', ...noteOf(silent) }
}
