import type { Locator, Page } from '@playwright/test'
import { expect, idle, test } from './fixture.ts'
import { countWhatIsSaid, timesSaid } from './said.ts'

/** Enter in a field of any form: it sends the form, or says what is missing and leads there. Never nothing. */
test.use({ shared: true })

/** Fields in which Enter sends their form. */
const FIELDS = ['text', 'password', 'email', 'search', 'datetime-local', 'url', '']
  .map(type => (type === '' ? 'input:not([type])' : `input[type="${type}"]`))
  .map(field => `form ${field}:visible:enabled`)
  .join(', ')

/** Presses Enter in every field of every form that is there and lacks something. */
async function pressEnterIn(page: Page): Promise<void> {
  await idle(page)
  const fields: Locator = page.locator(FIELDS)
  const place = await page.evaluate(() => location.hash)
  for (let at = 0; at < (await fields.count()); at++) {
    const field = fields.nth(at)
    // A form that may be sent would be saved, which other tests are about.
    const lacks = await field.evaluate(
      (one: HTMLInputElement) => one.form?.querySelector('[type="submit"]')?.getAttribute('aria-disabled') !== 'false',
    )
    if (!lacks) continue
    const before = await timesSaid(page)
    await field.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => timesSaid(page), `what Enter says in a field of ${place}`).toBeGreaterThan(before)
    // The focus is in the field that is missing, or where it was: never on nothing.
    expect(await page.evaluate(() => document.activeElement?.closest('form') !== null)).toBe(true)
  }
}

const PLACES: readonly (readonly [hash: string, keys: readonly string[], forms: number])[] = [
  ['#/settings', [], 8],
  ['#/sources/connect', [], 1],
  ['#/sources/connect/here', [], 1],
  ['#/sources/connect/postgres', [], 1],
  ['#/sources/connect/singer', [], 1],
  ['#/sources/connect/rest/stripe', [], 1],
  ['#/review/experiment', [], 1],
  ['#/account/7', ['w'], 1],
  ['#/queue', ['Home', 'Shift+C'], 1],
  ['#/queue', ['m', 's'], 1],
]

test('Enter in a form says what is missing', async ({ console }) => {
  const page = console.page()
  await countWhatIsSaid(page)
  for (const [hash, keys, forms] of PLACES) {
    await page.evaluate(to => {
      location.hash = to
    }, hash)
    await idle(page)
    for (const key of keys) await page.keyboard.press(key)
    await expect.poll(() => page.locator('form:visible').count(), hash).toBeGreaterThanOrEqual(forms)
    // Forms in closed parts, such as those of channels.
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true
    })
    await pressEnterIn(page)
    await page.keyboard.press('Escape')
  }
})

test('Enter leads to the field that is missing, and an empty number is not read as 0', async ({ console }) => {
  const page = console.page()
  await page.evaluate(() => {
    location.hash = '#/settings'
  })
  const guardrails = page.getByRole('region', { name: 'Guardrails' })
  const undo = guardrails.getByLabel('Seconds to recall a message')
  const kept = await undo.inputValue()
  await undo.fill('')
  await guardrails.getByLabel('Held-out accounts, %').press('Enter')
  await expect(undo).toBeFocused()
  await expect(guardrails.getByText('The number of seconds to recall a message is a whole number')).toBeVisible()
  await undo.fill(kept)
  const server = page.getByRole('region', { name: 'Mail server' })
  await server.getByLabel('User').press('Enter')
  await expect(server.getByLabel('Server *')).toBeFocused()
})

test('a button that stands outside of its fields says what is missing, and leads to the field', async ({ console }) => {
  const page = console.page()
  await countWhatIsSaid(page)
  const answers = async (button: RegExp, field: Locator) => {
    const before = await timesSaid(page)
    // By the mouse: what looks disabled can be pressed.
    await page.getByRole('button', { name: button }).click({ force: true })
    await expect.poll(() => timesSaid(page), `what ${button} says`).toBeGreaterThan(before)
    await expect(field).toBeFocused()
  }
  const to = (hash: string) =>
    page.evaluate(place => {
      location.hash = place
    }, hash)
  await to('#/sources/connect/files')
  const paths = page.getByLabel('File paths, one per line')
  await answers(/^Connect Ctrl|^Connect ⌃|^Connect$/, paths)
  await answers(/^Inspect files/, paths)
  await to('#/sources/connect/rest/stripe')
  await page.getByLabel('Source name').fill('')
  await answers(/^Connect and sync/, page.getByLabel('Source name'))
  await answers(/^Show real records/, page.getByLabel('Source name'))
  await to('#/review/experiment')
  await page.getByLabel('Accounts of this workspace').check()
  const began = page.getByLabel('First day of the experiment (UTC)')
  await answers(/^Analyse/, began)
  await began.fill('2024-05-01')
  const arm = page.getByLabel('Arm', { exact: true })
  await answers(/^Analyse/, arm)
  for (const day of [began, page.getByLabel('Day after its last one, if it has ended')]) {
    await day.press('Enter')
    await expect(arm).toBeFocused()
  }
})
