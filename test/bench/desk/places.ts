import type { Page } from '@playwright/test'
import { SCREENS as ALL } from '../../../renderer/state/route.ts'
import { type Console, idle, READY } from '../../e2e/fixture.ts'

/** Somewhere in the console that a person can be, and how to get there. */
export interface Place {
  name: string
  go(page: Page): Promise<void>
}

const at =
  (hash: string): Place['go'] =>
  async page => {
    await page.evaluate(to => {
      window.location.hash = to
    }, hash)
    // The heading of the screen before goes first, and that of an empty screen when the data come.
    for (let turn = 0; turn < 2; turn++) {
      await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
      // A screen that is opened for the first time has no keys yet while it is loaded.
      await page.locator('main h1', { hasText: 'Loading the screen' }).waitFor({ state: 'detached' })
      await page.locator('main h1').first().waitFor({ state: 'attached' })
      await idle(page)
    }
  }

/** An account has no screen without an id; it is a place of its own below. */
const SCREENS = ALL.filter(screen => screen !== 'account')

/** Presses a key on a screen, and waits until something that it opens is there. */
const opening =
  (hash: string, keys: readonly string[], shown: string): Place['go'] =>
  async page => {
    await at(hash)(page)
    for (const key of keys) await page.keyboard.press(key)
    await page.locator(shown).first().waitFor()
  }

/** Every screen as it opens. */
export const screens: readonly Place[] = SCREENS.map(name => ({ name, go: at(`#/${name}`) }))

/** What opens upon a screen: dialogs, menus, editors, an account. */
export const openings: readonly Place[] = [
  { name: 'account', go: at('#/account/7') },
  { name: 'hand over', go: opening('#/queue', ['Home', 'Shift+C'], '[role="dialog"]') },
  { name: 'palette', go: opening('#/queue', ['Control+k', 'n', 'o', 'r', 'd'], '[data-action]') },
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
  { name: 'outbox, sent', go: at('#/outbox/sent') },
  { name: 'a trigger', go: at('#/triggers/usage-down') },
  { name: 'a playbook', go: at('#/playbooks/usage-check-in') },
]

/** The queue as it opens first, then something pressed. */
const inQueue = (keys: readonly string[], shown: string) => opening('#/queue', ['g', '1', ...keys], shown)

/** An outage that was declared: the first one, or one of the first component. */
async function declaredOutage(page: Page): Promise<void> {
  await at('#/outage')(page)
  const declared = page.getByRole('article', { name: 'Outage' })
  if ((await declared.count()) === 0) await page.keyboard.press('Enter')
  await declared.waitFor()
}

/** Work for a time, picked and shown in the list. */
async function pickedWork(page: Page): Promise<void> {
  await inQueue(['Shift+H'], '.hours-answer b')(page)
  await page.keyboard.press('Enter')
  await page.locator('[role="dialog"]').waitFor({ state: 'hidden' })
}

/** What a person may be in the middle of: each state has keys of its own, or other things that they act on. */
export const states: readonly Place[] = [
  { name: 'queue from the top', go: inQueue(['Home'], '.row.on') },
  { name: 'issues selected', go: inQueue(['Home', 'Shift+J'], '.bulk') },
  { name: 'customers as rows', go: inQueue(['Shift+G', 'Home'], '.row.on') },
  { name: 'work for a time picked', go: pickedWork },
  {
    name: 'no issue in the list',
    go: inQueue(['/', 'z', 'z', 'z', 'z', 'Enter'], 'text=No issues match this filter'),
  },
  { name: 'snoozed issues', go: opening('#/queue', ['g', '8'], '.list') },
  { name: 'issues in progress', go: opening('#/queue', ['g', '9', 'Home'], '.list') },
  { name: 'outcomes to confirm', go: opening('#/queue', ['g', '0', 'Home'], '.list') },
  { name: 'the tour', go: opening('#/queue', ['g', 'h'], '.tour') },
  { name: 'account', go: at('#/account/7') },
  { name: 'a declared outage', go: declaredOutage },
  { name: 'an account of an incident', go: opening('#/incidents', ['Shift+J'], 'h1') },
  ...['waiting', 'held', 'refused', 'unsure', 'sent', 'unsent'].map(tab => ({
    name: `outbox, ${tab}`,
    go: opening(`#/outbox/${tab}`, ['j'], 'h1'),
  })),
  { name: 'what was missed', go: at('#/review/missed') },
  { name: 'an experiment', go: at('#/review/experiment') },
  { name: 'what can be connected', go: at('#/sources/connect') },
]

/** The window of the first issue of the queue, and that issue as its place. */
export async function issueWindow(opened: Console): Promise<[Page, Place]> {
  const page = opened.page()
  await inQueue(['Home'], '.row.on')(page)
  const issue = await page.locator('.row.on').getAttribute('data-issue')
  const appears = opened.app().waitForEvent('window')
  await page.keyboard.press('Control+o')
  const own = await appears
  await own.locator(READY).waitFor({ state: 'attached' })
  return [own, { name: 'an issue in its own window', go: at(`#/queue/${issue}`) }]
}

/** Closes what was opened. */
export async function leave(page: Page): Promise<void> {
  const dialog = page.locator('[role="dialog"]').first()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  // A dialog that was still opening has not heard the key.
  for (let turn = 0; turn < 20 && (await dialog.isVisible()); turn++) {
    await idle(page)
    await page.keyboard.press('Escape')
  }
  await dialog.waitFor({ state: 'hidden' })
}
