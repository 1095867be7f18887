import { join } from 'node:path'
import { DAY } from '../../shared/trigger/duration.ts'
import { forestallJson } from '../helpers/cli.ts'
import { freshFolder } from '../helpers/electron.ts'
import { writeSmallShop } from '../helpers/small-shop.ts'
import { expect, test } from './fixture.ts'
import { connectFiles, go } from './steps.ts'

test.use({ firstRun: true })

test('a back-test reads again when data came in, and keeps what was moved', async ({ console }) => {
  const now = Date.now()
  const shop = writeSmallShop(freshFolder('files'), now)
  const page = console.page()
  await connectFiles(page, shop.files)
  await go(page, 't')
  await page.getByText('Usage has dropped to less than half of normal').first().click()
  const threshold = page.getByLabel('Threshold', { exact: true }).first()
  await threshold.fill('0.5')
  await page.getByLabel('Outcome window').fill('5d')
  const panel = page.getByRole('region', { name: 'Back-test' })
  await expect(panel).toContainText('0 tickets, 0 churned, of 5 decided')

  // One of them falls within five days of the firing, whenever that was.
  for (const days of [28, 24, 20, 16, 12, 8, 4]) shop.addTicket('Shop 6', now - days * DAY)
  const workspace = join(console.userData, 'workspaces', 'small-shop')
  await forestallJson(['--workspace', workspace, 'call', 'source.sync', '{}'])
  await expect(panel).toContainText('1 ticket, 0 churned, of 5 decided')
  await expect(panel.getByText('Out of date')).toBeHidden()
  await expect(threshold).toHaveValue('0.5')

  // Who comes back finds the last answer: history is not read again, as neither it nor the question has changed.
  await go(page, 'q')
  await page.evaluate(() => {
    const running = '[aria-label="Running the back-test"], .backtest-standing'
    const note = () => {
      if (document.querySelector(running)) document.documentElement.dataset.ran = 'true'
    }
    new MutationObserver(note).observe(document.body, { childList: true, subtree: true })
  })
  await go(page, 't')
  await expect(panel).toContainText('1 ticket, 0 churned, of 5 decided')
  await expect(page.locator('html[data-ran]')).toHaveCount(0)
  await panel.getByRole('button', { name: '90 d' }).click()
  await expect(page.locator('html[data-ran]')).toHaveCount(1)
})
