import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { KEY_ACTIONS, type KeyAction } from '../../../renderer/parts/keys/actions.ts'
import { idle } from '../../e2e/fixture.ts'
import { leave, type Place } from './places.ts'

/** How long a key may take to show that it was heard, ms, from the moment at which the page has got it. */
const HEARD_WITHIN = 1_500

/** A key that the page has not got by then never comes, ms. */
const GOT_WITHIN = 20_000

/** How long a window may take to appear, ms: its page is loaded first. */
const OPENED_WITHIN = 8_000

/** A key that a screen's help names: as Playwright presses it, and what it is said to do. */
interface HelpKey {
  presses: readonly string[]
  label: string
  group: string
}

/** As the help writes keys, and as Playwright calls them. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ '⏎': 'Enter', Esc: 'Escape', '⇧': 'Shift', Ctrl: 'Control', '⌃': 'Control', '⌘': 'Control', Space: 'Space' },
  ...{ '↑': 'ArrowUp', '↓': 'ArrowDown', '←': 'ArrowLeft', '→': 'ArrowRight', Home: 'Home', End: 'End' },
}

/** Groups whose keys are the shell's or the list's own, and do the same in each state of a screen. */
export const SHARED_GROUPS: ReadonlySet<string> = new Set(['Everywhere', 'Go to', 'Views'])

/** Keys that work while a person types, as Playwright calls them, in small letters: the help shows `Ctrl S`. */
const IN_FIELDS: ReadonlySet<string> = new Set(
  Object.values<KeyAction>(KEY_ACTIONS).flatMap(({ keys, inFields }) =>
    inFields ? [keys.replace('mod', 'control')] : [],
  ),
)

/** Whether a key works while a person types. */
export const worksInFields = ({ presses }: HelpKey): boolean => IN_FIELDS.has(presses.join(' ').toLowerCase())

/** A place may begin in a field, which takes letters for itself until a person leaves it, as Escape does. */
const leaveField = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { activeElement } = document
    if (activeElement?.matches('input, textarea, select')) (activeElement as HTMLElement).blur()
  })

/** The keys that the help of this place names. */
export async function keysOf(page: Page): Promise<HelpKey[]> {
  await leaveField(page)
  await page.keyboard.press('?')
  await page.locator('[role="dialog"] kbd').first().waitFor()
  const rows = await page.evaluate(() =>
    [...document.querySelectorAll('[role="dialog"] .keys dt')].map(keys => ({
      group: keys.closest('section')?.querySelector('h3')?.textContent ?? '',
      keys: [...keys.querySelectorAll('kbd')].map(key => key.textContent ?? ''),
      label: (keys.nextElementSibling?.textContent ?? '').trim().slice(0, 60),
    })),
  )
  await leave(page)
  return rows.map(({ keys, ...key }) => ({ presses: pressesOf(keys), ...key }))
}

/** `⇧ o` is one press with a key held; `g q` is two presses. */
function pressesOf(keys: readonly string[]): string[] {
  const names = keys.map(key => NAMES[key] ?? key)
  const held = names.filter(name => name === 'Shift' || name === 'Control')
  const rest = names.filter(name => name !== 'Shift' && name !== 'Control')
  return held.length > 0 ? [[...held, rest[0] ?? ''].join('+')] : rest
}

/** Whether a key at a place changes anything that a person can see: the page, what has the focus, the address, or a window. */
export async function isHeard(page: Page, place: Place, { presses }: HelpKey): Promise<boolean> {
  await place.go(page)
  if (place.type) await place.type(page)
  else await leaveField(page)
  await idle(page)
  await page.evaluate(
    ([within, strokes, latest]) => {
      const watched = window as unknown as { __heard: Promise<boolean> }
      // The page takes the focus to its screen where nothing has it, which answers no key.
      const focused = () =>
        document.activeElement === document.body ? document.getElementById('main') : document.activeElement
      const before = {
        focus: focused(),
        hash: window.location.hash,
        scroll: document.querySelector('main')?.scrollTop,
      }
      watched.__heard = new Promise(done => {
        // A toast of the key before counts its seconds and goes; only one that comes is an answer to this key.
        const old = (node: Node) => {
          const toasts = (node instanceof Element ? node : node.parentElement)?.closest('.mantine-Notifications-root')
          return toasts !== null && toasts !== undefined
        }
        // An age that counts its seconds answers nobody.
        const counts = ({ type, target, oldValue }: MutationRecord) =>
          type === 'characterData' && target.textContent?.replaceAll(/\d+/g, '') === oldValue?.replaceAll(/\d+/g, '')
        const observer = new MutationObserver(changes => {
          if (changes.every(one => counts(one) || (old(one.target) && one.addedNodes.length === 0))) return
          observer.disconnect()
          done(true)
        })
        // A dialog of the system is no part of the page, and would hold it up until somebody answers.
        window.print = () => done(true)
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
          characterDataOldValue: true,
        })
        const moved = () =>
          focused() !== before.focus ||
          window.location.hash !== before.hash ||
          document.querySelector('main')?.scrollTop !== before.scroll
        // A busy machine hands a key over late. Keys that are only held down are no strokes.
        let left = strokes
        const count = ({ key }: KeyboardEvent) => {
          if (key === 'Shift' || key === 'Control' || --left > 0) return
          window.removeEventListener('keydown', count, { capture: true })
          setTimeout(() => done(moved()), within)
        }
        window.addEventListener('keydown', count, { capture: true })
        setTimeout(() => done(moved()), latest)
      })
    },
    [HEARD_WITHIN, presses.length, GOT_WITHIN] as const,
  )
  // Closed as soon as it is there: the same key must open it again. Only while this key is tried: a later window is wanted.
  const opened = Promise.withResolvers<boolean>()
  const close = (window: Page) => void window.close().then(() => opened.resolve(true))
  page.context().once('page', close)
  for (const press of presses) await page.keyboard.press(press)
  const onPage = await page.evaluate(() => (window as unknown as { __heard: Promise<boolean> }).__heard)
  const heard = onPage || (await Promise.race([opened.promise, sleep(OPENED_WITHIN, false)]))
  page.context().off('page', close)
  await leave(page)
  await idle(page)
  return heard
}
