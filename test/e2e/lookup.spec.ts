import type { Page } from '@playwright/test'
import { expect, idle, test } from './fixture.ts'
import { hears, keepWhatIsSaid } from './said.ts'

/** What was asked for is what is in view, also the second time, and nothing else can be sent meanwhile. */
test.use({ shared: true })

const account = (page: Page) => page.getByRole('article', { name: 'Account' })
const actions = (page: Page) => page.getByRole('complementary', { name: 'Actions' }).getByRole('button')

/** As a link to it does. */
const follow = (page: Page, address: string) =>
  page.evaluate(to => {
    window.location.hash = to
  }, address)

test('an account that is looked up is shown before any row was selected, and again after going back', async ({
  console,
}) => {
  const page = console.page()
  await idle(page)
  for (const turn of ['first', 'again']) {
    await follow(page, '#/account/7')
    await expect(account(page), turn).toBeVisible()
    await idle(page)
    // Nothing of another account can be sent while this one is in view.
    await expect(account(page), turn).toBeVisible()
    await expect(actions(page), turn).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(account(page), turn).toHaveCount(0)
    await expect(page.getByRole('article', { name: 'Issue' }), turn).toBeVisible()
  }
})

test('the palette shows what it found, and the way back leads to what was in view', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Home')
  await page.keyboard.press('j')
  const before = await page.locator('.row.on').getAttribute('data-issue')
  const name = (await page.locator('.row').nth(4).locator('bdi').first().textContent()) ?? ''
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search accounts, contacts, orders, commands').fill(name)
  await page.locator('[data-action]', { hasText: name }).first().click()
  await expect(page.getByRole('article')).toContainText(name)
  await page.goBack()
  await expect(page.locator('.row.on')).toHaveAttribute('data-issue', before ?? '')
  await expect(page).toHaveURL(new RegExp(`#/queue/${before}$`))
})

test('the keys of the list go on from an issue that was opened by its address', async ({ console }) => {
  const page = console.page()
  await idle(page)
  const shown = page.locator('.row.on')
  const rows = await page.locator('.row').evaluateAll(all => all.map(row => row.getAttribute('data-issue')))
  await follow(page, `#/queue/${rows[4]}`)
  await expect(shown).toHaveAttribute('data-issue', rows[4] ?? '')
  await idle(page)
  await page.keyboard.press('j')
  await expect(shown).toHaveAttribute('data-issue', rows[5] ?? '')
  // Far from the rows that are loaded: the list goes there.
  await page.keyboard.press('End')
  const last = (await shown.getAttribute('data-issue')) ?? ''
  await page.keyboard.press('Home')
  await expect(shown).toHaveAttribute('data-issue', rows[0] ?? '')
  await follow(page, `#/queue/${last}`)
  await expect(shown).toHaveAttribute('data-issue', last)
  await idle(page)
  await page.keyboard.press('k')
  await page.keyboard.press('j')
  await expect(shown).toHaveAttribute('data-issue', last)
})

/** Strokes that come before anything is painted, as those of quick hands do on a busy machine. */
const atOnce = (page: Page, strokes: readonly string[]) =>
  page.evaluate(async strokes => {
    for (const stroke of strokes) {
      const held = { key: stroke.replace('Control+', ''), ctrlKey: stroke.startsWith('Control+') }
      const into = document.activeElement ?? document.body
      into.dispatchEvent(new KeyboardEvent('keydown', { ...held, bubbles: true, cancelable: true }))
      // What a key changes is drawn in a microtask. No frame and no timer comes between two strokes.
      await null
    }
  }, strokes)

test('what is typed before a dialog has the focus goes into the dialog, and not to the issue behind it', async ({
  console,
}) => {
  const page = console.page()
  await idle(page)
  await page.keyboard.press('Home')
  const before = await page.locator('.row.on').getAttribute('data-issue')
  const left = () => page.getByText(/^\d+ in the outbox/).textContent()
  const waiting = await left()
  await keepWhatIsSaid(page)
  await atOnce(page, ['Control+k', 'n', 'o', 'r', 'd'])
  await expect(page.getByPlaceholder('Search accounts, contacts, orders, commands')).toHaveValue('nord')
  await expect(page.getByPlaceholder(/^Write a note/)).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  // Enter alone would start the playbook.
  await atOnce(page, ['d', 'Enter'])
  await hears(page, /^Dismissed/)
  expect(await left()).toBe(waiting)
  await expect(page.locator('.row.on')).not.toHaveAttribute('data-issue', before ?? '')
})
