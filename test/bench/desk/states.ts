import type { Page } from '@playwright/test'
import { type Console, idle, READY } from '../../e2e/fixture.ts'
import { at, declaredOutage, OUTBOX_TABS, opening, type Place } from './places.ts'

/** The queue as it opens first, then something pressed. */
const inQueue = (keys: readonly string[], shown: string) => opening('#/queue', ['g', '1', ...keys], shown)

/** Work for a time, picked and shown in the list. */
async function pickedWork(page: Page): Promise<void> {
  await inQueue(['Shift+H'], '.hours-answer b')(page)
  await page.keyboard.press('Enter')
  await page.locator('[role="dialog"]').waitFor({ state: 'hidden' })
}

/** An outage that was declared and is over, so that good news can be told. */
async function endedOutage(page: Page): Promise<void> {
  await declaredOutage(page)
  await page.keyboard.press('e')
  await idle(page)
}

/** A new definition that nobody has saved: the one that is there, or one that is begun. */
const drafted =
  (screen: 'triggers' | 'playbooks'): Place['go'] =>
  async page => {
    await at(`#/${screen}`)(page)
    const begun = page.locator('.list .tag', { hasText: /^new$/ }).first()
    if ((await begun.count()) > 0) await begun.click()
    else await page.keyboard.press('n')
    await page.getByText('not saved', { exact: true }).waitFor()
    await idle(page)
  }

/** Presses keys that lead into a field. */
const typing =
  (keys: readonly string[]) =>
  async (page: Page): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
    await page.locator('input:focus, textarea:focus').first().waitFor()
  }

const inField =
  (field: string) =>
  (page: Page): Promise<void> =>
    page.locator(field).first().focus()

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
  { name: 'an outage that has ended', go: endedOutage },
  ...OUTBOX_TABS.map(tab => ({ name: `outbox, ${tab}`, go: opening(`#/outbox/${tab}`, ['j'], 'h1') })),
  ...(['held', 'unsure'] as const).map(tab => ({
    name: `outbox, ${tab}, rows selected`,
    go: opening(`#/outbox/${tab}`, ['j', 'Shift+J'], 'h1'),
  })),
  { name: 'what was missed', go: at('#/review/missed') },
  { name: 'an experiment', go: at('#/review/experiment') },
  { name: 'a workspace of one’s own', go: at('#/sources/connect') },
  { name: 'what can be connected', go: at('#/sources/connect/here') },
  { name: 'connect files', go: at('#/sources/connect/files') },
  { name: 'connect a database', go: at('#/sources/connect/postgres') },
  { name: 'connect a tap', go: at('#/sources/connect/singer') },
  { name: 'connect a system', go: at('#/sources/connect/rest/stripe') },
  { name: 'a source', go: at('#/sources/edit/1') },
  { name: 'a trigger', go: at('#/triggers/usage-down') },
  { name: 'a trigger not saved', go: drafted('triggers') },
  { name: 'a playbook', go: at('#/playbooks/usage-check-in') },
  { name: 'a playbook not saved', go: drafted('playbooks') },
  { name: 'settings of keys', go: at('#/settings/keys') },
  { name: 'an issue’s message', go: inQueue(['Home'], '.row.on'), type: typing(['o']) },
  { name: 'an issue’s note', go: inQueue(['Home'], '.row.on'), type: typing(['n']) },
  { name: 'the search of a timeline', go: inQueue(['Home'], '.row.on'), type: typing(['Shift+T']) },
  { name: 'the filter of the list', go: inQueue(['Home'], '.row.on'), type: typing(['/']) },
  { name: 'the title of a trigger', go: at('#/triggers/usage-down'), type: inField('.editor-head input') },
  { name: 'the name of a playbook', go: at('#/playbooks/usage-check-in'), type: inField('.editor-head input') },
  { name: 'a field of an experiment', go: at('#/review/experiment'), type: inField('main input:not([type=radio])') },
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
