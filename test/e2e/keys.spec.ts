import type { Page } from '@playwright/test'
import { expect, idle, test } from './fixture.ts'
import { hears, holdToast } from './said.ts'
import { go } from './steps.ts'

/** What hands do without looking: keys, and the way back. On the sample, so nothing leaves. */
test.use({ shared: true })

const selected = (page: Page) => page.locator('.row.on')
const issueInView = async (page: Page) => (await selected(page).getAttribute('data-issue')) ?? 'none'

test('an undone decision brings its issue back into view', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const issue = await issueInView(page)
  await page.keyboard.press('d')
  await page.getByRole('menuitem', { name: /Already known/ }).click()
  await expect(page.locator(`[data-issue="${issue}"]`)).toHaveCount(0)
  await expect(selected(page)).toHaveCount(1)
  await page.keyboard.press('z')
  await hears(page, /^Undone: dismissed/)
  await expect(selected(page)).toHaveAttribute('data-issue', issue)
  // The next row is the next one again.
  await page.keyboard.press('j')
  await expect(selected(page)).not.toHaveAttribute('data-issue', issue)
  await page.keyboard.press('k')
  await expect(selected(page)).toHaveAttribute('data-issue', issue)
})

test('a message taken back comes back as it was written', async ({ console }) => {
  const page = console.page()
  const send = page.getByRole('button', { name: /^Send( later)? ⏎/ })
  await page.keyboard.press('Home')
  // The first issue whose message may leave at all.
  for (let moves = 0; moves < 40; moves++) {
    await idle(page)
    if ((await send.count()) === 1 && (await send.isEnabled())) break
    await page.keyboard.press('j')
  }
  await expect(send).toBeEnabled()
  const issue = await issueInView(page)
  await page.getByLabel('Subject', { exact: true }).fill('A word from Kim')
  await page.getByLabel('Text', { exact: true }).fill('Shall we look at it together tomorrow?')
  await expect(send).toBeEnabled()
  const toast = holdToast(page, /^(Sending the message|Message) to /)
  await page.keyboard.press('Control+Enter')
  await toast
  await hears(page, /^(Sending the message|Message) to /)
  await expect(page.locator(`[data-issue="${issue}"]`)).toHaveCount(0)
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect(selected(page)).toHaveAttribute('data-issue', issue)
  await expect(page.getByLabel('Subject', { exact: true })).toHaveValue('A word from Kim')
  await expect(page.getByLabel('Text', { exact: true })).toHaveValue('Shall we look at it together tomorrow?')
})

test('letters are keys on a radio or a switch, and text in a field', async ({ console }) => {
  const page = console.page()
  await go(page, ',')
  await page.getByRole('radio').last().focus()
  await go(page, 't')
  await expect(page).toHaveURL(/#\/triggers/)
  await page.getByRole('switch').first().focus()
  await go(page, 'q')
  await expect(page).toHaveURL(/#\/queue/)

  const filter = page.getByLabel('Filter the list by account or issue')
  await filter.focus()
  await go(page, 's')
  await expect(filter).toHaveValue('gs')
  await expect(page).toHaveURL(/#\/queue/)
  await page.keyboard.press('Escape')
  await expect(filter).not.toBeFocused()
  await go(page, 's')
  await expect(page).toHaveURL(/#\/sources/)
})
