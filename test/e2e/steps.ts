import type { Page } from '@playwright/test'
import { expect, idle } from './fixture.ts'
import { hears } from './said.ts'

/** Goes to a screen by its key. */
export const go = async (page: Page, key: string) => {
  await page.keyboard.press('g')
  await page.keyboard.press(key)
}

/** From the first run's question to what can be connected, in a workspace of one's own. */
export async function nameWorkspace(page: Page, name: string) {
  await page.getByRole('button', { name: /Connect a source/ }).click()
  await page.getByLabel('Name this workspace').fill(name)
  await page.keyboard.press('Enter')
}

/** From the first run's question to a queue with real predictions. */
export async function connectFiles(page: Page, files: readonly string[]) {
  await nameWorkspace(page, 'Small shop')
  await page.getByRole('button', { name: /^Files/ }).click()
  await page.getByLabel('File paths, one per line').fill(files.join('\n'))
  await page.getByRole('button', { name: 'Inspect files' }).click()
  await expect(page.getByText('Kim Doe 0').first()).toBeVisible()
  await page.getByRole('button', { name: /^Connect 4 files/ }).click()
  await hears(page, /rows read/)
  await idle(page)
}
