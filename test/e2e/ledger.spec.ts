import { expect, test } from './fixture.ts'
import { go } from './steps.ts'

/** The sample has lived through twelve weeks, so its ledger reaches further back than a month. */
test('why messages did not leave is shown for the period that is chosen', async ({ console }) => {
  const page = console.page()
  await go(page, 'o')
  await page.getByRole('tab', { name: /Not sent/ }).click()
  const total = page.getByText(/^\d+ not sent$/)
  const shown = async () => Number.parseInt(await total.innerText(), 10)
  await expect(total).toBeVisible()
  const month = await shown()
  await page.getByRole('button', { name: 'All', exact: true }).click()
  await expect.poll(shown).toBeGreaterThan(month)
  await page.getByRole('button', { name: '30 days' }).click()
  await expect.poll(shown).toBe(month)
})
