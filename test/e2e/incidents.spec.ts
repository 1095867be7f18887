import { expect, idle, test } from './fixture.ts'
import { hears, holdToast, undoInToast } from './said.ts'
import { go } from './steps.ts'

/** One cause behind many: seen above the queue, looked at, written to at once after a summary, taken back as one. */
test.use({ shared: true })
test('an incident is seen, explained, written to at once, and taken back', async ({ console }) => {
  const page = console.page()
  const line = page.locator('.incident-line')
  await expect(line).toContainText(/\d+ accounts .*, usually /)
  await line.click()

  // The carrier that stands still in the sample: what it is, how many, what was usual, who.
  await page.getByRole('button', { name: /Carrier Kite Express/ }).click()
  const pane = page.getByRole('article', { name: 'Incident' })
  await expect(pane.getByRole('heading', { name: 'Carrier Kite Express' })).toBeVisible()
  await expect(pane.getByRole('img', { name: /accounts over time/ })).toBeVisible()
  await expect(pane.getByText('Delivery keeps failing at the carrier').first()).toBeVisible()
  const rows = pane.locator('.incident-accounts tbody tr')
  await idle(page)
  const all = await rows.count()
  expect(all).toBeGreaterThan(4)

  // Who has another cause is taken out, and is not written to.
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+J')
  await expect(rows.nth(1)).toHaveClass('here')
  await page.keyboard.press('t')
  await expect(rows.nth(1)).toHaveClass('out here')
  await page.keyboard.press('t')
  await expect(pane.locator('tr.out')).toHaveCount(0)
  const take = rows.first().getByRole('button')
  await take.focus()
  await page.keyboard.press('Enter')
  await expect(take).toHaveAccessibleName(/^Put .* back/)
  await expect(take).toBeFocused()
  await expect(rows.first()).toHaveClass(/out/)

  await page.keyboard.press('Shift+O')
  const dialog = page.getByRole('dialog', { name: /Carrier Kite Express/ })
  await expect(dialog.getByLabel('Summary')).toBeVisible()
  await expect(dialog.getByText('sent now')).toBeVisible()
  const toast = holdToast(page, / queued| wait for approval/)
  await dialog.getByRole('button', { name: /^Start for \d+ accounts/ }).click()
  await toast
  await expect(dialog).toBeHidden()
  await expect(pane.getByText('in progress').first()).toBeVisible()
  await undoInToast(page)
  await hears(page, /^Undone/)
  await expect(pane.getByText('in progress')).toHaveCount(0)

  // Its issues alone in the queue, and back; an issue says what it belongs to.
  await page.keyboard.press('f')
  await expect(page.getByText('Only Carrier Kite Express')).toBeVisible()
  await expect(page.getByRole('tab', { name: `Now ${all - 1}` })).toBeVisible()
  await expect(page.getByText('Part of an incident:').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(line).toBeVisible()
})

test('an incident is closed by a person, and opened again by undo', async ({ console }) => {
  const page = console.page()
  await go(page, 'i')
  await page.getByRole('button', { name: /Processor Paylane/ }).click()
  await page.getByRole('button', { name: /^Close/ }).click()
  const over = page.getByRole('region', { name: 'Closed', exact: true })
  await expect(over.getByText('Processor Paylane')).toBeVisible()
  await page.keyboard.press('z')
  await hears(page, /^Undone: incident closed/)
  await expect(page.getByRole('region', { name: 'Open', exact: true }).getByText('Processor Paylane')).toBeVisible()
})
