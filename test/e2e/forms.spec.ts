import type { Locator, Page } from '@playwright/test'
import { expect, idle, test } from './fixture.ts'

/** Enter in a field of any form: it sends the form, or says what is missing and leads there. Never nothing. */
test.use({ shared: true })

/** Fields in which Enter sends their form. */
const FIELDS = ['text', 'password', 'email', 'search', 'datetime-local', 'url', '']
  .map(type => (type === '' ? 'input:not([type])' : `input[type="${type}"]`))
  .map(field => `form ${field}:visible:enabled`)
  .join(', ')

/** Counts what is said from now on: the same words twice are two answers. */
const countAnswers = (page: Page): Promise<void> =>
  page.evaluate(() => {
    Object.assign(globalThis, { __answers: 0 })
    const isSaid = (node: Node) =>
      node instanceof Element && (node.matches('.toast-line') || node.querySelector('.toast-line') !== null)
    new MutationObserver(changes => {
      const said = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter(isSaid)
      ;(globalThis as unknown as { __answers: number }).__answers += said.length
    }).observe(document, { childList: true, subtree: true })
  })

/** What a person can see of an answer: how often something was said, where they are, and what the page shows. */
const seen = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [(globalThis as unknown as { __answers: number }).__answers, location.hash, document.body.textContent].join('\n'),
  )

const said = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { __answers: number }).__answers)

/** Presses Enter in every field of every form that is there; returns how many forms there are. */
async function pressEnterIn(page: Page): Promise<number> {
  await idle(page)
  const fields: Locator = page.locator(FIELDS)
  const forms = await page.locator('form:visible').count()
  const place = await page.evaluate(() => location.hash)
  for (let at = 0; at < (await fields.count()); at++) {
    const field = fields.nth(at)
    // A form that may be sent would be saved, which other tests are about.
    const lacks = await field.evaluate(
      (one: HTMLInputElement) => one.form?.querySelector('[type="submit"]')?.getAttribute('aria-disabled') !== 'false',
    )
    if (!lacks) continue
    const [before, count] = [await seen(page), await said(page)]
    await field.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => seen(page), `Enter in a field of ${place}`).not.toBe(before)
    expect(await said(page), `what Enter says in a field of ${place}`).toBeGreaterThan(count)
    // The focus is in the field that is missing, or where it was: never on nothing.
    expect(await page.evaluate(() => document.activeElement?.closest('form') !== null)).toBe(true)
  }
  return forms
}

const PLACES: readonly (readonly [hash: string, keys: readonly string[], forms: number])[] = [
  ['#/settings', [], 9],
  ['#/sources/connect', [], 1],
  ['#/sources/connect/here', [], 1],
  ['#/sources/connect/files', [], 0],
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
  await countAnswers(page)
  for (const [hash, keys, forms] of PLACES) {
    await page.evaluate(to => {
      location.hash = to
    }, hash)
    await page.locator('main h1', { hasText: 'Loading the screen' }).waitFor({ state: 'detached' })
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
