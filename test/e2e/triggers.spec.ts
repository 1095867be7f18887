import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { go } from './steps.ts'

/** A trigger as a lead makes it: built by hand, tried on what happened, saved, switched on, seen to fire. */
const firings = async (page: Page) =>
  Number((await page.getByTestId('backtest-firings').locator('b').textContent())?.replaceAll(',', ''))

test('a trigger made by hand is tried, moved, saved and fires', async ({ console }) => {
  const page = console.page()
  await go(page, 't')
  await page.getByRole('button', { name: /^New/ }).click()
  await page.getByLabel('Title').fill('Sign-ins fail often')
  await page.getByLabel('Kind of event').first().fill('login_failed')
  await page.getByLabel('Threshold', { exact: true }).first().fill('2')
  await expect.poll(() => firings(page)).toBeGreaterThan(0)
  const before = await firings(page)

  await page.getByLabel('Move the threshold').first().focus()
  for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowRight')
  await expect(page.getByLabel('Threshold', { exact: true }).first()).toHaveValue('5')
  await expect.poll(() => firings(page)).toBeLessThan(before)

  // The JSON says the same; a mistake in it names its place and loses nothing.
  await page.getByRole('tab', { name: 'JSON' }).click()
  const json = page.getByLabel('Definition as JSON')
  await expect(json).toHaveValue(/"threshold": 5/)
  const text = await json.inputValue()
  await json.fill(text.replace('"cooldown": "14d"', '"cooldown": "soon"'))
  await expect(page.getByRole('alert')).toContainText('cooldown')
  await json.blur()
  await go(page, 'q')
  await go(page, 't')
  await page.getByText('Sign-ins fail often').first().click()
  await page.getByRole('tab', { name: 'JSON' }).click()
  await expect(json).toHaveValue(/"soon/)
  await json.fill(text.replace('"threshold": 5', '"threshold": 2'))
  await expect(page.getByLabel('Threshold', { exact: true }).first()).toHaveValue('2')

  await page.getByRole('button', { name: /^Save/ }).click()
  await page.getByText('Sign-ins fail often is off').or(page.getByLabel('Sign-ins fail often is off')).first().waitFor()
  await page.getByLabel('Sign-ins fail often is off').click({ force: true })
  await expect(page.getByLabel('Sign-ins fail often is on')).toBeChecked()
  await expect(page.locator('.edit-row.chosen')).toContainText(/[1-9]\d* open issues?/)
})
