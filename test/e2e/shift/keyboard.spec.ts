import type { Page } from '@playwright/test'
import { whoAmI } from '../../../main/engine/user-data.ts'
import { expect, test } from '../fixture.ts'
import { heardOf } from '../said.ts'
import { type Deed, type Shift, startSaid, storedOf } from './stored.ts'

test.skip(({ shell }) => shell !== 'electron', 'the desk is worked at in the desktop app')

/** How many issues are worked on. */
const ISSUES = 30

const row = (page: Page, issue: number) => page.locator(`.row[data-issue="${issue}"]`)
const selected = (page: Page) => page.locator('.row.on')
const inView = async (page: Page) => Number(await selected(page).getAttribute('data-issue'))
const pane = (page: Page) => page.getByRole('article', { name: 'Issue' })
const main = (page: Page) => page.getByRole('complementary', { name: 'Actions' }).getByRole('button', { name: /⏎$/ })

/** The issue has left the list, and the next one is selected. */
async function hasLeft(page: Page, issue: number): Promise<void> {
  await row(page, issue).waitFor({ state: 'detached' })
  await selected(page).waitFor()
}

/** Moves on to the next issue. */
async function moveOn(page: Page, issue: number): Promise<void> {
  await page.keyboard.press('j')
  await page.locator(`.row.on:not([data-issue="${issue}"])`).waitFor()
}

/** Opens a menu by its key and chooses by the number. */
async function choose(page: Page, key: string, menu: string, number: string): Promise<void> {
  await page.keyboard.press(key)
  await page.getByRole('menu', { name: menu }).getByRole('menuitem').first().and(page.locator(':focus')).waitFor()
  await page.keyboard.press(number)
}

/** One way to deal with the issue in view; gives what was done, as the person knows it. */
type Work = (page: Page, issue: number, nth: number) => Promise<Deed[]>

const dismiss: Work = async (page, issue) => {
  await choose(page, 'd', 'Dismiss because', '2')
  await hasLeft(page, issue)
  return [{ did: 'dismissed', as: 'known' }]
}

const snooze =
  (number: string, until: 'date' | 'worse'): Work =>
  async (page, issue) => {
    await choose(page, 's', 'Snooze until', number)
    await hasLeft(page, issue)
    return [{ did: 'snoozed', until }]
  }

const writeNote = async (page: Page, text: string) => {
  await pane(page).getByRole('region', { name: 'Notes' }).waitFor()
  await page.keyboard.press('n')
  await pane(page).getByLabel('Write a note').and(page.locator(':focus')).waitFor()
  await page.keyboard.type(text)
  await page.keyboard.press('Control+Enter')
  await pane(page).getByRole('region', { name: 'Notes' }).getByRole('listitem').filter({ hasText: text }).waitFor()
}

const claimWithNote: Work = async (page, issue, nth) => {
  const text = `Looked at as number ${nth}`
  await writeNote(page, text)
  await page.keyboard.press('c')
  await row(page, issue).getByText('yours', { exact: true }).waitFor()
  await moveOn(page, issue)
  return [
    { did: 'noted', text },
    { did: 'claimed', by: whoAmI('desktop').actor },
  ]
}

const resolveWithNote: Work = async (page, issue, nth) => {
  const text = `Spoke to them, number ${nth}`
  await writeNote(page, text)
  await page.keyboard.press('e')
  await hasLeft(page, issue)
  return [{ did: 'noted', text }, { did: 'resolved' }]
}

/** Decides, changes their mind, and goes on to the next issue. */
const thinkAgain: Work = async (page, issue) => {
  await choose(page, 'd', 'Dismiss because', '1')
  await hasLeft(page, issue)
  await page.keyboard.press('z')
  await page.locator(`.row.on[data-issue="${issue}"]`).waitFor()
  await moveOn(page, issue)
  return [{ did: 'nothing' }]
}

/** Starts the suggested playbook, where the button says that it may be started, and reads what comes of it. */
const start: Work = async (page, issue) => {
  const name = (await row(page, issue).locator('bdi').first().textContent()) ?? ''
  await pane(page).getByRole('region', { name: 'Notes' }).waitFor()
  await expect(main(page)).not.toHaveAttribute('title', /being prepared/)
  const isReady = await main(page).isEnabled()
  await page.keyboard.press('Enter')
  if (!isReady) {
    await moveOn(page, issue)
    return [{ did: 'nothing' }]
  }
  const said = await heardOf(page, name)
  await hasLeft(page, issue)
  const deed = startSaid(said)
  return deed ? [deed] : []
}

/** A morning’s mix: a third is written to, the others are put off, closed or kept. */
const MIX: readonly Work[] = [
  start,
  dismiss,
  start,
  snooze('1', 'date'),
  claimWithNote,
  start,
  resolveWithNote,
  snooze('4', 'worse'),
  start,
  thinkAgain,
]

test('thirty issues are worked on by the keyboard alone, and what was decided is what is stored', async ({
  console,
}) => {
  const page = console.page()
  const shift: Shift = new Map()
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  for (let nth = 1; nth <= ISSUES; nth++) {
    const issue = await inView(page)
    const work = MIX[(nth - 1) % MIX.length] ?? dismiss
    shift.set(issue, await work(page, issue, nth))
  }
  expect(shift.size).toBe(ISSUES)
  expect(storedOf(console.userData, shift)).toEqual(shift)
  const started = [...shift.values()].flat().filter(({ did }) => did === 'started')
  expect(started.length).toBeGreaterThan(ISSUES / 5)
})
