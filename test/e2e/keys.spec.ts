import type { Page } from '@playwright/test'
import { expect, idle, test } from './fixture.ts'
import { countWhatIsSaid, hears, holdToast, timesSaid } from './said.ts'
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
  // A click beside an open menu closes it, and does not press what it hits.
  await page.keyboard.press('d')
  const menu = page.getByRole('menu', { name: 'Dismiss because' })
  await expect(menu).toBeVisible()
  const { x, y } = (await page.locator('.row').first().boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.click(x + 40, y + 10)
  await expect(menu).toBeHidden()
  await expect(selected(page)).toHaveAttribute('data-issue', issue)
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

test('Escape closes a dialog and nothing below it, although its content goes at once', async ({ console }) => {
  const page = console.page()
  const dialog = page.getByRole('dialog', { name: /^Start outreach to/ })
  const bar = page.locator('.bulk')
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+J')
  await expect(bar).toBeVisible()
  await page.keyboard.press('Shift+O')
  await expect(dialog.locator('[data-autofocus]')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(bar).toBeVisible()
  await go(page, 'i')
  await idle(page)
  await page.keyboard.press('Shift+O')
  await expect(dialog.locator('[data-autofocus]')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL(/#\/incidents/)
})

test('a key that has nothing to act on says so', async ({ console }) => {
  const page = console.page()
  await go(page, '9')
  await page.keyboard.press('Home')
  await expect(selected(page)).toHaveCount(1)
  await idle(page)
  // The list may still show an issue that was acted on a moment ago.
  await countWhatIsSaid(page)
  for (const press of ['Control+Enter', 's', 'd']) {
    const before = await timesSaid(page)
    await page.keyboard.press(press)
    await expect.poll(() => timesSaid(page), press).toBeGreaterThan(before)
  }
  await hears(page, /^A playbook was already started for this issue$/)
  // With issues selected the same keys ask what to do with those.
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('s')
  await expect(page.getByRole('menu', { name: 'Snooze until' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await go(page, '1')
  await idle(page)
  await page.keyboard.press('y')
  await hears(page, /^y \(confirm the proposed outcome\) has no effect here right now$/)
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

test('the search opens over a menu, a panel and the list of keys, and gives the keys back to the list', async ({
  console,
}) => {
  const page = console.page()
  const search = page.getByPlaceholder('Search accounts, contacts, orders, commands')
  await page.keyboard.press('Home')
  const issue = await issueInView(page)
  for (const [key, shown] of [
    ['s', page.getByRole('menu', { name: 'Snooze until' })],
    ['Shift+V', page.getByRole('combobox', { name: 'Views' })],
    ['?', page.getByRole('dialog', { name: 'Keyboard shortcuts' })],
  ] as const) {
    await page.keyboard.press(key)
    await expect(shown).toBeVisible()
    await page.keyboard.press('Control+k')
    await expect(search).toBeFocused()
    await expect(shown).toBeHidden()
    // The same key closes it, and the first result is marked without a letter.
    await expect(page.locator('[data-action]').first()).toHaveAttribute('data-selected', 'true')
    await page.keyboard.press('Control+k')
    await expect(search).toBeHidden()
    await expect(page.getByRole('main')).toBeFocused()
    await page.keyboard.press('j')
    await expect(selected(page)).not.toHaveAttribute('data-issue', issue)
    await page.keyboard.press('k')
    await expect(selected(page)).toHaveAttribute('data-issue', issue)
  }
  // What may have been typed into a dialog is not thrown away.
  await page.keyboard.press('Shift+C')
  await page.getByRole('dialog').getByLabel('To', { exact: true }).fill('kim')
  await page.keyboard.press('Control+k')
  await hears(page, /^Close this dialog first/)
  await expect(page.getByRole('dialog').getByLabel('To', { exact: true })).toHaveValue('kim')
})

test('the focus is on the screen after a dialog and an undo, never on nothing', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('a')
  const owner = page.getByRole('dialog', { name: /^Owner of/ })
  await expect(page.getByRole('button', { name: /^(Owner |No owner)/ })).toBeVisible()
  await page.keyboard.press('w')
  await owner.getByLabel('Owner').fill('Kim Berg')
  await page.keyboard.press('Enter')
  await hears(page, /^Kim Berg owns/)
  await expect(owner).toBeHidden()
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('z')
  await hears(page, /^Undone: /)
  await expect(page.getByRole('main')).toBeFocused()
})

test.describe('at the first run', () => {
  test.use({ firstRun: true })

  test('the Enter that closes the question starts nothing when it is pressed twice, and says so', async ({
    console,
  }) => {
    const page = console.page()
    const letters = page.getByRole('link', { name: /^Outbox/ })
    await page.getByRole('button', { name: /^Explore the sample/ }).press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await idle(page)
    const issue = await issueInView(page)
    const before = await letters.textContent()
    await page.keyboard.press('Enter')
    await hears(page, /once more to (send the message|start the playbook)/)
    await idle(page)
    expect(await letters.textContent()).toBe(before)
    await expect(selected(page)).toHaveAttribute('data-issue', issue)
    // Another key makes the next Enter a decision.
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await hears(page, /^(Message to|Sending|Playbook started|Not sent)/)
  })
})

test('a page that still fetches the code of a screen is not at rest', async ({ console }) => {
  test.skip(console.shell !== 'chromium', 'the code of the desktop window comes by a scheme that no test can hold up')
  const page = console.page()
  await page.reload()
  await idle(page)
  const held: (() => void)[] = []
  await page.route(/review-screen.*\.js$/, route => void held.push(() => void route.continue()))
  await go(page, 'r')
  await expect.poll(() => held.length).toBe(1)
  await expect(page.locator('html')).toHaveAttribute('data-idle', 'false')
  held[0]?.()
  await idle(page)
  expect(await page.locator('.loading-screen').count()).toBe(0)
  await expect(page.getByRole('tablist')).toBeVisible()
})
