import { expect, test } from './fixture.ts'

test('the licences of everything that is shipped are listed, searched and read', async ({ console }) => {
  const page = console.page()
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  const card = page.getByRole('region', { name: 'Licences' })
  await card.getByRole('button', { name: 'Show licences' }).click()
  for (const name of ['zod', 'better-sqlite3', 'electron', 'react', 'sqlite'])
    await expect(card.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) })).toHaveCount(1)
  await card.getByLabel('Search by package or licence').fill('blessing')
  await expect(card.getByRole('listitem')).toHaveCount(1)
  await card.getByText('sqlite', { exact: true }).click()
  await expect(card.getByText('May you do good and not evil.')).toBeVisible()
  await card.getByLabel('Search by package or licence').fill('no such package')
  await expect(card.getByText('No package matches.')).toBeVisible()
})
