import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DATABASE } from '../../main/cache/open.ts'
import { HOUR } from '../../shared/trigger/duration.ts'
import { anAccount, aTicket } from '../helpers/builders.ts'
import { type Console, expect, test } from './fixture.ts'
import { nameWorkspace } from './steps.ts'

/** What the window's guards must let pass, held in the real window: each was once stopped with what it resembles. */
test.use({ firstRun: true })
test.skip(({ shell }) => shell !== 'electron', 'the guards are those of the desktop window')

const AUTHORIZE = 'https://ledger.example/authorize'
const DOCS = 'https://ledger.example/docs'
const TICKETS = 'https://ledger.example/tickets'

/** What the system's browser would be handed from now on. */
async function opening(console: Console) {
  await console.app().evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async address => void opened.push(address)
  })
  return () => console.app().evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
}

/** A person who chooses `path` in every save dialog; null cancels it. */
const choosing = (console: Console, path: string | null) =>
  console.app().evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialogSync = (() => chosen ?? '') as typeof dialog.showSaveDialogSync
  }, path)

function dropManifest({ userData }: Console) {
  const folder = join(userData, 'workspaces', 'our-shop', 'manifests')
  mkdirSync(folder, { recursive: true })
  const manifest = {
    ...{ manifest: 1, id: 'ledger', name: 'Ledger of ours', category: 'billing', gives: ['billing'], about: 'Ours.' },
    ...{ docs: DOCS, baseUrl: 'https://ledger.example/api', pages: { ticket: `${TICKETS}/{id}` } },
    secrets: [
      { key: 'secret', label: 'Client secret' },
      { key: 'token', label: 'Refresh token' },
    ],
    auth: {
      ...{ kind: 'oauth2', grant: 'refresh_token', tokenUrl: 'https://ledger.example/token', authorizeUrl: AUTHORIZE },
      ...{ clientId: 'forestall', clientSecret: 'secret', refreshSecret: 'token' },
    },
    streams: [
      {
        ...{ name: 'customers', request: { path: '/customers' }, select: 'data' },
        paging: { kind: 'cursor', param: 'after', next: 'next' },
        records: [{ record: 'account', id: 'id', name: 'name' }],
      },
    ],
  }
  writeFileSync(join(folder, 'ledger.json'), JSON.stringify(manifest))
}

test('triggers and playbooks are exported where the person says', async ({ console }) => {
  const page = console.page()
  await nameWorkspace(page, 'Our shop')
  await expect(page.getByRole('heading', { name: 'Connect a source' })).toBeVisible()
  for (const screen of ['Triggers', 'Playbooks']) {
    await page.getByRole('link', { name: screen, exact: true }).click()
    const file = join(console.userData, `${screen} exported.json`)
    const button = page.getByRole('button', { name: /^Export/ })
    await choosing(console, null)
    await button.click()
    await choosing(console, file)
    await button.click()
    await expect.poll(() => exported(file)).toEqual(expect.any(String))
  }
})

/** The id in an exported definition; null as long as it is not there. */
function exported(file: string): string | null {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { id: string }).id
  } catch {
    return null
  }
}

/** An account whose newest ticket is one of the connected system's. */
function putTicket({ userData }: Console, externalId: string): number {
  const db = new Database(join(userData, 'workspaces', 'our-shop', DATABASE))
  const account = anAccount(db, { name: 'Nordlys' })
  aTicket(db, account, Date.now() - HOUR)
  const system = db.prepare("SELECT id FROM source WHERE name = 'Ledger of ours'").pluck().get()
  db.prepare('UPDATE object SET source_id = ?, external_id = ? WHERE account_id = ?').run(system, externalId, account)
  db.close()
  return account
}

test('documentation, a sign-in and a ticket reach the system’s browser, and nothing else of their host', async ({
  console,
}) => {
  const page = console.page()
  const opened = await opening(console)
  await nameWorkspace(page, 'Our shop')
  await expect(page.getByRole('heading', { name: 'Connect a source' })).toBeVisible()
  dropManifest(console)
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await page.getByRole('button', { name: /^Ledger of ours/ }).click()
  await page.getByRole('link', { name: 'Documentation' }).click()
  await expect.poll(opened).toEqual([DOCS])

  await page.evaluate(docs => {
    for (const address of [`${docs}?stolen=1`, `${docs}/more`, 'https://ledger.example/authorize?stolen=1'])
      window.open(address)
  }, DOCS)
  await page.getByLabel('Client secret').fill('s')
  await page
    .getByRole('button', { name: /^Connect/ })
    .last()
    .click()
  const card = page.getByRole('region', { name: 'Ledger of ours' })
  await card.getByRole('button', { name: 'Sign in with browser' }).click()
  await expect.poll(async () => (await opened()).length).toBe(2)
  const [, signIn = ''] = await opened()
  expect(signIn).toMatch(/^https:\/\/ledger\.example\/authorize\?response_type=code&client_id=forestall/)
  await expect(card.getByRole('status')).toContainText('Waiting for you to sign in')

  const account = putTicket(console, '7/8')
  await page.evaluate(id => {
    location.hash = `/account/${id}`
  }, account)
  await expect(page.getByRole('heading', { level: 1, name: 'Nordlys' })).toBeVisible()
  await page.keyboard.press('Shift+L')
  await expect.poll(async () => (await opened()).at(-1)).toBe(`${TICKETS}/7%2F8`)
  await page.evaluate(tickets => window.open(`${tickets}/9`), TICKETS)
  await page.keyboard.press('Shift+L')
  await expect.poll(async () => (await opened()).length).toBe(4)
  expect((await opened()).at(-1)).toBe(`${TICKETS}/7%2F8`)
})

test('a download that is no export of ours is still refused', async ({ console }) => {
  const page = console.page()
  await nameWorkspace(page, 'Our shop')
  const file = join(console.userData, 'never.html')
  await choosing(console, file)
  const seen = console.app().evaluate(
    ({ session }) =>
      new Promise<boolean>(done => {
        session.defaultSession.once('will-download', event => done(event.defaultPrevented))
      }),
  )
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['<p>'], { type: 'text/html' }))
    link.download = 'never.html'
    link.click()
  })
  expect(await seen).toBe(true)
})
