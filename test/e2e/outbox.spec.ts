import { join } from 'node:path'
import { forestallJson } from '../helpers/cli.ts'
import { freshFolder } from '../helpers/electron.ts'
import { writeSmallShop } from '../helpers/small-shop.ts'
import { aMailServer, type MailServer } from '../helpers/smtp.ts'
import { smtpSetting } from '../helpers/smtp-setting.ts'
import { expect, test } from './fixture.ts'
import { connectFiles, go } from './steps.ts'

/** What does not leave at once: a server that is away, one that turns a message down, and everything paused. */
test.use({ firstRun: true })

let server: MailServer
test.beforeEach(async () => {
  server = await aMailServer()
})
test.afterEach(() => server.stop())

test('a server that is away and one that refuses are told apart, and a refused message is tried again', async ({
  console,
}) => {
  await connectFiles(console.page(), writeSmallShop(freshFolder('files'), Date.now()).files)
  const workspace = join(console.userData, 'workspaces', 'small-shop')
  const call = (procedure: string, input: unknown) =>
    forestallJson(['--workspace', workspace, 'call', procedure, JSON.stringify(input)])
  await call('workspace.setGuardrails', { holdout: 0, undoSeconds: 1, quietHours: { from: 0, to: 0 } })
  await call('channel.setSmtp', { setting: smtpSetting(server.port) })
  const page = console.page()
  await go(page, 'q')
  await expect(page.getByText('Preflight checks')).toBeVisible()

  // Away: the trouble is said in words, with when it is tried again; everything can be paused meanwhile.
  await server.stop()
  await page.keyboard.press('Enter')
  await go(page, 'o')
  await expect(page.getByText(/The mail server has been failing for/)).toBeVisible()
  await page.keyboard.press('h')
  await expect(page.getByText('Sending is paused.')).toBeVisible()

  // Back, and it turns the message down: a dead letter with the server's own words.
  server.behave({ refuseRecipient: { code: 550, text: '5.7.1 Not wanted here' } })
  await server.start()
  await page.keyboard.press('h')
  await page.getByRole('button', { name: /Send now/ }).click()
  await page.getByRole('tab', { name: /Refused/ }).click()
  await expect(page.locator('.outbox-table')).toContainText('Dead letters: rejected by the provider')
  await expect(page.locator('.outbox-table')).toContainText('Not wanted here')
  await expect(page.getByRole('heading', { name: /1 dead letter/ })).toBeVisible()

  server.behave({ refuseRecipient: null })
  await page.keyboard.press('j')
  await page.keyboard.press('t')
  await page.getByRole('button', { name: /Send now/ }).click()
  await expect.poll(() => server.received.length).toBe(1)
  await page.getByRole('tab', { name: /Sent/ }).click()
  await expect(page.locator('.outbox-table tbody')).toHaveCount(1)
})
