import { join } from 'node:path'
import type { WorkspaceInfo } from '../../shared/model/workspace.ts'
import { forestallJson } from '../helpers/cli.ts'
import { freshFolder } from '../helpers/electron.ts'
import { writeSmallShop } from '../helpers/small-shop.ts'
import { aMailServer, type MailServer } from '../helpers/smtp.ts'
import { smtpSetting } from '../helpers/smtp-setting.ts'
import { type Console, expect, test } from './fixture.ts'
import { hears } from './said.ts'
import { connectFiles, go } from './steps.ts'

/** The whole path as a person walks it: files, queue, message, outage, crash, ticket, outcome, review. */
test.use({ firstRun: true })

let server: MailServer
test.beforeEach(async () => {
  server = await aMailServer()
})
test.afterEach(() => server.stop())

/** Guardrails and mail server through the command line, while the console is open: both work on one workspace. */
async function prepare(console: Console) {
  const workspace = join(console.userData, 'workspaces', 'small-shop')
  const call = <T>(procedure: string, input: unknown = {}) =>
    forestallJson<T>(['--workspace', workspace, 'call', procedure, JSON.stringify(input)])
  await call('workspace.setGuardrails', { holdout: 0, undoSeconds: 1, quietHours: { from: 0, to: 0 } })
  await call('channel.setSmtp', { setting: smtpSetting(server.port) })
  return call
}

test('from files to a sent message and its recorded outcome', async ({ console }) => {
  const shop = writeSmallShop(freshFolder('files'), Date.now())
  await connectFiles(console.page(), shop.files)
  const call = await prepare(console)
  expect((await call<WorkspaceInfo>('workspace.info')).counts.accounts).toBe(30)

  let page = console.page()
  await go(page, 'q')
  await expect(page.getByRole('heading', { name: 'Usage has dropped' })).toBeVisible()
  await expect(page.getByText('Preflight checks')).toBeVisible()

  // The mail server goes away; the work goes on.
  await server.stop()
  const name =
    (await page
      .getByText(/^Shop \d+$/)
      .first()
      .textContent()) ?? ''
  await page.keyboard.press('Enter')
  await go(page, 'o')
  await expect(page.getByText(/127\.0\.0\.1/).first()).toBeVisible()

  // The engine dies before the message has left.
  await console.killEngine()
  if (console.shell === 'chromium') await console.restart()
  else await hears(page, /^The engine restarted\./)
  page = console.page()
  await server.start()
  await go(page, 'o')
  await page.getByRole('button', { name: /Send now/ }).click()
  await expect.poll(() => server.received.length).toBe(1)

  // A ticket is opened anyway; one key confirms the outcome.
  shop.addTicket(name, Date.now())
  await go(page, 's')
  await page
    .getByRole('button', { name: /Sync now/ })
    .first()
    .click()
  await hears(page, /^Sync finished: 1 row changed/)
  await go(page, 'q')
  await page.getByRole('tab', { name: /Confirm/ }).click()
  await expect(page.getByText(name).first()).toBeVisible()
  await expect(page.getByRole('button', { name: /^Confirm y/ })).toBeVisible()
  await page.keyboard.press('y')
  await expect(page.getByRole('tab', { name: /Confirm/ })).not.toContainText('1')

  await go(page, 'r')
  await expect(page.getByText(/^1 issue acted on .*1 message sent/)).toBeVisible()
  expect(server.received).toHaveLength(1)
})
