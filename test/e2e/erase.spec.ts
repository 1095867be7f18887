import { existsSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, idle, test } from './fixture.ts'
import { go } from './steps.ts'

const follow = (page: Page, address: string) =>
  page.evaluate(to => {
    window.location.hash = to
  }, address)

test('an account is exported, then erased for good after its name was typed', async ({ console }) => {
  const page = console.page()
  await idle(page)
  await follow(page, '#/account/7')
  const pane = page.getByRole('article', { name: 'Account' })
  const name = (await pane.locator('h1 bdi').textContent()) ?? ''
  await pane
    .getByRole('button', { name: `Export or erase the data of ${name}` })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('What will be erased')).toContainText('events')

  await dialog.getByRole('button', { name: 'Export data' }).click()
  const folder = (await dialog.getByRole('status').locator('code').textContent()) ?? ''
  expect(existsSync(`${folder}/index.html`)).toBe(true)

  const erase = dialog.getByRole('button', { name: 'Erase for good' })
  await expect(erase).toBeDisabled()
  await dialog.getByLabel(`Type “${name}” to confirm`).fill(name)
  await erase.click()
  await expect(dialog).toHaveCount(0)
  await expect(pane.locator('h1 bdi')).toHaveText('Erased')
  expect(existsSync(folder)).toBe(false)

  await go(page, ',')
  await expect(page.getByRole('region', { name: 'Erased people' })).toContainText('Account erased')
  await expect(page.getByText('Person erased').first()).toBeVisible()
})
