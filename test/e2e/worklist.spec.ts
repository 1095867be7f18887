import type { Page } from '@playwright/test'
import { expect, idle, test } from './fixture.ts'
import { hears } from './said.ts'

/** The list of the queue, shaped by keys alone: filter, order, grouping, views and work for a time. On the sample. */
test.use({ shared: true })

const rows = (page: Page) => page.locator('.row[data-issue]')
const firstIssue = async (page: Page) => (await rows(page).first().getAttribute('data-issue')) ?? 'none'
const conditions = (page: Page) => page.getByRole('group', { name: 'Filter and order' })

/** The lines of the menu that is open; lists of choices elsewhere on the page have lines of their own. */
const lines = (page: Page) => page.getByRole('dialog').getByRole('option')

/** Types a word into the menu that is open, and chooses what is marked. */
async function choose(page: Page, title: string, word: string) {
  const field = page.getByRole('combobox', { name: title })
  await expect(field).toBeFocused()
  await page.keyboard.type(word)
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText(new RegExp(word, 'i'))
  await page.keyboard.press('Enter')
}

test('a filter is built, saved as a view, opened by its key and taken back, by keys alone', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Shift+F')
  await choose(page, 'Filter by', 'Risk')
  await expect(lines(page).first()).toBeVisible()
  await choose(page, 'Risk', '20')
  await expect(page.getByRole('dialog').getByRole('option', { name: /chosen: 20/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await choose(page, 'Filter by', 'Category')
  await expect(lines(page).first()).toBeVisible()
  await choose(page, 'Category', 'Billing')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(conditions(page)).toContainText('Billing')
  await expect(conditions(page)).toContainText('Risk ≥ 20')
  await idle(page)
  const filtered = await firstIssue(page)

  await page.keyboard.press('m')
  await page.keyboard.press('s')
  await expect(page.getByLabel('Name of the view')).toBeFocused()
  await page.keyboard.type('Risky billing')
  await page.keyboard.press('Enter')
  await hears(page, /^View saved/)
  await expect(page.getByLabel('Name of the view')).toHaveCount(0)
  await expect(conditions(page)).toContainText('Risky billing')

  await page.keyboard.press('Escape')
  await expect(conditions(page)).toHaveCount(0)
  await page.keyboard.press('m')
  await page.keyboard.press('1')
  await expect(conditions(page)).toContainText('Risky billing')
  await expect.poll(() => firstIssue(page)).toBe(filtered)

  await page.keyboard.press('z')
  await page.keyboard.press('Shift+V')
  await expect(page.getByRole('dialog').getByRole('option', { name: /Can be started now/ })).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('option', { name: /Risky billing/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
})

test('every standard view has its key, and its rows are what it says', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('g')
  await page.keyboard.press('6')
  await expect(conditions(page)).toContainText('Billing today')
  await expect(conditions(page)).toContainText('Due today')
  await page.keyboard.press('g')
  await page.keyboard.press('4')
  await expect(conditions(page)).toContainText('Can be started: now')
  await idle(page)
  const marks = page.locator('.row .reach')
  const ready = await rows(page).count()
  await expect(page.locator('.row .reach.good')).toHaveCount(ready)
  await expect(marks).toHaveCount(ready)
  await page.keyboard.press('g')
  await page.keyboard.press('1')
  await expect(conditions(page)).toHaveCount(0)
  await expect(rows(page).first()).toBeVisible()
})

test('the list is sorted, grouped and its arithmetic shown by a key', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Shift+S')
  await choose(page, 'Sort by', 'Account')
  await expect(conditions(page)).toContainText('Account, A to Z')
  await idle(page)
  const names = await page.locator('.row .name bdi').allTextContents()
  expect(names.length).toBeGreaterThan(3)
  expect(names).toEqual(names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)))

  await page.keyboard.press('Shift+G')
  await expect(conditions(page)).toContainText('One row for each customer')
  await idle(page)
  const grouped = await page.locator('.row .name bdi').allTextContents()
  expect(new Set(grouped).size).toBe(grouped.length)

  await page.keyboard.press('=')
  await expect(page.locator('.row .what').first()).toContainText('risk ×')
  await page.keyboard.press('Escape')
  await expect(conditions(page)).toHaveCount(0)
})

test('ninety minutes become a list of work that can be worked through', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Shift+H')
  await expect(page.getByLabel('Minutes', { exact: true })).toBeFocused()
  await page.keyboard.type('90')
  await expect(page.getByText(/issues? in \d+ of 90 min/)).toBeVisible()
  await page.keyboard.press('Enter')
  const line = page.locator('.work-line')
  await expect(line).toContainText(/issues? in \d+ of 90 min/)
  await expect(line).toContainText(/One more hour would add/)
  await idle(page)
  const before = await rows(page).count()
  const [, wanted = '0'] = /^(\d+) issue/.exec((await line.textContent()) ?? '') ?? []
  expect(before).toBe(Number(wanted))
  await page.keyboard.press('e')
  await expect(rows(page)).toHaveCount(before - 1)
  await page.keyboard.press('Escape')
  await expect(line).toHaveCount(0)
})

test('a selection is written to by the same key, and stays where its rows stay', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+J')
  await expect(page.locator('.bulk')).toContainText('2 selected')
  await page.keyboard.press('c')
  await hears(page, /^Claimed: 2 issues/)
  await expect(page.locator('.bulk')).toContainText('2 selected')
  await page.keyboard.press('o')
  await expect(page.getByRole('dialog').getByLabel('Playbook', { exact: true })).toHaveValue(' ')
  await expect(page.getByRole('region', { name: 'By playbook' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.locator('.bulk', { hasText: 'selected' })).toHaveCount(0)
})
