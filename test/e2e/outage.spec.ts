import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DATABASE } from '../../main/cache/open.ts'
import { forestallJson } from '../helpers/cli.ts'
import { freshFolder } from '../helpers/electron.ts'
import { writeSmallShop } from '../helpers/small-shop.ts'
import { aMailServer, type MailServer, type Received } from '../helpers/smtp.ts'
import { smtpSetting } from '../helpers/smtp-setting.ts'
import { type Console, expect, idle, test } from './fixture.ts'
import { hears } from './said.ts'
import { go } from './steps.ts'

/** A workspace of its own, so that no sample is needed. */
const workspace = join(freshFolder('outage'), 'small-shop')
test.use({ workspace })

let server: MailServer
test.beforeEach(async () => {
  server = await aMailServer()
})
test.afterEach(() => server.stop())

/** Accounts of the small shop, all of which use the feature “reports”. */
const ALL = 30

const recipients = (received: readonly Received[]): string[] => received.flatMap(({ to }) => to).sort()

/** Pulls every cable: no host answers the page, and the one server that the engine knows is away. */
async function pullCables(console: Console): Promise<void> {
  await server.stop()
  if (console.shell === 'electron')
    await console.app().evaluate(({ session }) => session.defaultSession.enableNetworkEmulation({ offline: true }))
}

const countOf = (sql: string): number => {
  const db = new Database(join(workspace, DATABASE), { readonly: true })
  try {
    return db.prepare<[], number>(`SELECT count(*) FROM ${sql}`).pluck().get() ?? 0
  } finally {
    db.close()
  }
}

/** By the keyboard alone from the moment at which somebody says that a component is down. */
test('an outage without a network is planned, survives a restart, and drains exactly once', async ({ console }) => {
  const call = (procedure: string, input: unknown) =>
    forestallJson(['--workspace', workspace, 'call', procedure, JSON.stringify(input)])
  await forestallJson(['--workspace', workspace, 'import', ...writeSmallShop(freshFolder('files'), Date.now()).files])
  await call('workspace.setGuardrails', {
    ...{ holdout: 0, undoSeconds: 1, quietHours: { from: 0, to: 0 }, recentContactDays: 0 },
    approvals: { bulkOver: 100, firstUse: false, valueOver: null },
  })
  await call('channel.setSmtp', { setting: smtpSetting(server.port) })
  await pullCables(console)

  let page = console.page()
  await idle(page)
  await page.keyboard.press('!')
  const list = page.getByRole('button', { name: /Feature reports/ })
  await expect(list).toBeVisible()
  await expect(page.getByText(/25 accounts use it for certain, 5 probably/)).toBeVisible()
  await expect(page.getByText(/From cached data: the newest are/)).toBeVisible()
  await page.keyboard.press('Enter')
  await hears(page, /^Outage of the feature reports declared/)
  const pane = page.getByRole('article', { name: 'Outage' })
  await expect(pane.getByRole('button', { name: `Message ${ALL} accounts` })).toBeVisible()

  // What leaves now and what waits, in numbers, before anything is started.
  await page.keyboard.press('Shift+O')
  const dialog = page.getByRole('dialog', { name: /30 accounts · the feature reports/ })
  await expect(dialog.getByLabel('Summary')).toContainText('sent now')
  await expect(dialog.getByRole('button', { name: `Start for ${ALL} accounts` })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(pane.getByText('still to be sent').first()).toBeVisible()

  // In the middle of it the machine is restarted; nothing is lost, and nothing has left.
  await console.killEngine()
  // To quit in the very moment of the engine's death is not what this is about.
  if (console.shell === 'electron') await hears(page, /^The engine restarted\./)
  await console.restart()
  await pullCables(console)
  page = console.page()
  await page.keyboard.press('!')
  await expect(page.getByRole('article', { name: 'Outage' }).getByText('still to be sent').first()).toBeVisible()
  expect(countOf("outbox WHERE state = 'waiting'")).toBe(ALL)
  expect(server.received).toEqual([])

  // The network is back: everybody is told once, however often it is drained.
  await server.start()
  await go(page, 'o')
  // The outbox may drain of its own accord first; then there is nothing left to send, and no button.
  const send = page.getByRole('button', { name: /Send now/ })
  await expect
    .poll(
      async () => {
        if (await send.isVisible()) await send.press('Enter', { timeout: 1_000 }).catch(() => {})
        return countOf("outbox WHERE state = 'sent'")
      },
      { timeout: 60_000 },
    )
    .toBe(ALL)
  await console.restart()
  page = console.page()
  await idle(page)
  expect(new Set(recipients(server.received)).size).toBe(ALL)
  expect(server.received).toHaveLength(ALL)

  // It is over: who was told is told that, and the outage is closed with what followed.
  await page.keyboard.press('!')
  const after = page.getByRole('article', { name: 'Outage' })
  await expect(after.getByText('told', { exact: true }).first()).toBeVisible()
  await page.keyboard.press('e')
  await hears(page, /^Outage ended/)
  await page.keyboard.press('Shift+O')
  await expect(page.getByRole('dialog').getByLabel('Summary')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(() => server.received.length, { timeout: 60_000 }).toBe(2 * ALL)
  await page.keyboard.press('d')
  await hears(page, /^Outage closed/)
  expect(
    countOf(
      "issue i JOIN signal s ON s.issue_id = i.id WHERE s.trigger_id = 'declared-outage' AND s.cleared_at IS NULL",
    ),
  ).toBe(0)
})
