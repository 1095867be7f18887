import type { Page } from '@playwright/test'
import { SCREENS as ALL } from '../../../renderer/state/route.ts'
import { idle } from '../../e2e/fixture.ts'

/** Somewhere in the console that a person can be, and how to get there. */
export interface Place {
  name: string
  go(page: Page): Promise<void>
  /** Begins to type, once the keys of the place are known: only keys that work in a field are pressed then. */
  type?(page: Page): Promise<void>
}

/** Two frames, after which what a key has changed is drawn. */
export const drawn = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done()))))

/** Waits until the screen that was asked for is there, with its data. */
export async function shown(page: Page): Promise<void> {
  // The heading of the screen before goes first, and that of an empty screen when the data come.
  for (let turn = 0; turn < 2; turn++) {
    await drawn(page)
    // A screen that is opened for the first time has no keys yet while it is loaded.
    await page.locator('main h1').first().waitFor({ state: 'attached' })
    await idle(page)
  }
}

export const at =
  (hash: string): Place['go'] =>
  async page => {
    await page.evaluate(to => {
      window.location.hash = to
    }, hash)
    await shown(page)
  }

/** An account has no screen without an id; it is a place of its own below. */
const SCREENS = ALL.filter(screen => screen !== 'account')

/** Presses a key on a screen, and waits until something that it opens is there. */
export const opening =
  (hash: string, keys: readonly string[], shown: string): Place['go'] =>
  async page => {
    await at(hash)(page)
    for (const key of keys) await page.keyboard.press(key)
    await page.locator(shown).first().waitFor()
    // A heading is there before what it stands over: skeletons are not what a person reads.
    await idle(page)
  }

export const OUTBOX_TABS = ['waiting', 'held', 'refused', 'unsure', 'sent', 'unsent'] as const

/** An outage that was declared: the first one, or one of the first component. */
export async function declaredOutage(page: Page): Promise<void> {
  await at('#/outage')(page)
  const declared = page.getByRole('article', { name: 'Outage' })
  if ((await declared.count()) === 0) await page.keyboard.press('Enter')
  await declared.waitFor()
  await idle(page)
}

/** How many components are tried for one that somebody uses. */
const COMPONENTS = 40

async function messageAll(page: Page): Promise<void> {
  await declaredOutage(page)
  // The first outage may affect nobody, or all may have been told: then the first component is declared that has users.
  const message = page.getByRole('button', { name: /^Message \d/ })
  for (let tried = 0; tried < COMPONENTS && (await message.count()) === 0; tried++) {
    await page.keyboard.press('j')
    await idle(page)
    const isFree = (await page.getByRole('button', { name: /^Declare outage/ }).count()) > 0
    if (!isFree || (await page.locator('.outage-pane tbody tr').count()) === 0) continue
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Outage' }).waitFor()
    await idle(page)
  }
  await page.keyboard.press('Shift+O')
  await page.locator('[role="dialog"]').waitFor()
  await idle(page)
}

/** Every screen as it opens. */
export const screens: readonly Place[] = SCREENS.map(name => ({ name, go: at(`#/${name}`) }))

/** What the palette has found, or that it has found nothing: not every desk has an account of these letters. */
const FOUND = '[data-action], .mantine-Spotlight-empty'

/** What opens upon a screen: dialogs, menus, editors, an account. */
export const openings: readonly Place[] = [
  { name: 'account', go: at('#/account/7') },
  { name: 'hand over', go: opening('#/queue', ['Home', 'Shift+C'], '[role="dialog"]') },
  { name: 'palette', go: opening('#/queue', ['Control+k', 'n', 'o', 'r', 'd'], FOUND) },
  { name: 'keys', go: opening('#/queue', ['?'], '[role="dialog"]') },
  { name: 'dismiss', go: opening('#/queue', ['Home', 'd'], '[role="menu"]') },
  { name: 'snooze', go: opening('#/queue', ['Home', 's'], '[role="menu"]') },
  { name: 'views', go: opening('#/queue', ['Shift+V'], '[role="listbox"]') },
  { name: 'filter', go: opening('#/queue', ['Shift+F'], '[role="listbox"]') },
  { name: 'filter by a value', go: opening('#/queue', ['Shift+F', 'ArrowDown', 'Enter'], '[role="listbox"] em') },
  { name: 'sort', go: opening('#/queue', ['Shift+S'], '[role="listbox"]') },
  { name: 'save the view', go: opening('#/queue', ['m', 's'], '[aria-label="Name of the view"]') },
  { name: 'work for a time', go: opening('#/queue', ['Shift+H'], '.hours-answer b') },
  { name: 'the arithmetic', go: opening('#/queue', ['Home', '='], '[data-issue]') },
  { name: 'note', go: opening('#/queue', ['Home', 'n'], 'textarea:focus') },
  { name: 'a component', go: opening('#/outage', ['j'], 'h1') },
  { name: 'connect a source', go: opening('#/sources', ['n'], '[role="dialog"], form') },
  { name: 'incident', go: opening('#/incidents', ['j'], 'h1') },
  ...OUTBOX_TABS.slice(1).map(tab => ({ name: `outbox, ${tab}`, go: at(`#/outbox/${tab}`) })),
  { name: 'what was missed', go: at('#/review/missed') },
  { name: 'an experiment', go: at('#/review/experiment') },
  { name: 'what can be connected', go: at('#/sources/connect/here') },
  { name: 'connect files', go: at('#/sources/connect/files') },
  { name: 'connect a database', go: at('#/sources/connect/postgres') },
  { name: 'connect a system', go: at('#/sources/connect/rest/stripe') },
  { name: 'a declared outage', go: declaredOutage },
  { name: 'message all of an outage', go: messageAll },
  { name: 'a trigger', go: at('#/triggers/usage-down') },
  { name: 'a playbook', go: at('#/playbooks/usage-check-in') },
]

/** Closes what was opened, also what a busy machine opens only after the key was answered. */
export async function leave(page: Page): Promise<void> {
  const dialogs = page.locator('[role="dialog"], [role="menu"]')
  for (let turn = 0, closed = 0; turn < 20 && closed < 2; turn++) {
    await page.keyboard.press('Escape')
    await idle(page)
    await drawn(page)
    closed = (await dialogs.count()) === 0 ? closed + 1 : 0
  }
  await dialogs.first().waitFor({ state: 'hidden' })
}
