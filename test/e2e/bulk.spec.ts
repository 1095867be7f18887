import type { Page } from '@playwright/test'
import { expect, idle, test } from './fixture.ts'
import { CLOSING } from './letters.ts'
import { hears, holdToast, undoInToast } from './said.ts'
import { go } from './steps.ts'

/** Outreach to many: planned and explained first, started as one decision, released by a second look, taken back as one. */
test.use({ shared: true })

/** Chooses a category and asks for outreach to all of it; resolves with the button that starts it. */
async function planAll(page: Page, category: string) {
  await page.getByRole('button', { name: new RegExp(`^${category} \\d`) }).click()
  await page.keyboard.press('Shift+O')
  const dialog = page.getByRole('dialog', { name: /Start outreach to all open access issues/ })
  await expect(dialog.getByLabel('Summary')).toBeVisible()
  return dialog
}

test('outreach to a whole kind says what it comes to, waits for approval, and is released', async ({ console }) => {
  const page = console.page()
  const dialog = await planAll(page, 'Access')
  await expect(dialog.getByText('wait for approval')).toBeVisible()
  await expect(dialog.getByText('Needs approval')).toBeVisible()
  await dialog.getByRole('button', { name: /^Start for \d+ accounts/ }).click()
  await expect(dialog).toBeHidden()
  await hears(page, /wait for approval/)

  // All that wait are listed with why; one is read as it would leave, then declined, then all others approved.
  await go(page, 'o')
  await page.getByRole('tab', { name: /For approval/ }).click()
  await expect(page.getByText(/were started together/).first()).toBeVisible()
  const rows = page.locator('.approvals tbody')
  await idle(page)
  const all = await rows.count()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.locator('.letter-paper')).toContainText(CLOSING)
  await page.getByLabel('Note').fill('not this one')
  await page.getByLabel('Note').press('Escape')
  await page.keyboard.press('d')
  await expect(rows).toHaveCount(all - 1)
  await page.getByRole('checkbox', { name: /^All|selected/ }).check()
  await page.keyboard.press('a')
  await expect(page.getByText('No messages for approval')).toBeVisible()

  // Why the declined one did not leave is kept.
  await page.getByRole('tab', { name: /Not sent/ }).click()
  await expect(page.locator('.ledger')).toContainText('declined')
})

test('outreach to many is taken back as one', async ({ console }) => {
  const page = console.page()
  const dialog = await planAll(page, 'Access')
  // Enter does what the button says, from the first moment and from the choice of a playbook.
  const start = dialog.getByRole('button', { name: /^Start for \d+ accounts/ })
  await expect(start).toBeFocused()
  const toast = holdToast(page, /wait for approval/)
  // While the plan is being made again, Enter is refused: the window may hear of the changed guardrails only now.
  const choice = dialog.getByLabel('Playbook', { exact: true })
  await expect(async () => {
    if (await dialog.isVisible()) await choice.press('Enter', { timeout: 1_000 }).catch(() => {})
    await expect(dialog).toBeHidden({ timeout: 5_000 })
  }).toPass()
  await toast
  await undoInToast(page)
  await hears(page, /^Undone/)
  await go(page, 'o')
  await expect(page.getByRole('tab', { name: 'For approval 0' })).toBeVisible()
})

test('autopilot is off until a person switches it on, with its cap', async ({ console }) => {
  const page = console.page()
  await go(page, 't')
  await page.getByRole('button', { name: /^The renewal failed/ }).click()
  await page.getByLabel('Autopilot’s cap').fill('5')
  await page.getByLabel('Autopilot is off').click({ force: true })
  await expect(page.getByLabel('Autopilot is on')).toBeChecked()
  await expect(page.getByText(/Started 0 of at most 5 in the last 24 hours/)).toBeVisible()
})
