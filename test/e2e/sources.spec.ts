import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Console, expect, test } from './fixture.ts'
import { go, nameWorkspace } from './steps.ts'

/** A system is connected as a new user does it: its manifest dropped in, a wrong credential, the right one, its rows. */
test.use({ firstRun: true, shared: true })

const KEY = 'only-for-this-test'
const NEXT_KEY = 'the-one-after-it'
const CUSTOMERS = Array.from({ length: 130 }, (_, n) => ({
  id: `c${n}`,
  name: `Customer ${n}`,
  email: `hello@customer${n}.example`,
  updated_at: new Date(Date.now() - n * 60_000).toISOString(),
}))
const PAGE = 50

let server: Server
let accepted = KEY
test.beforeEach(async () => {
  accepted = KEY
  server = createServer((request, response) => {
    const signedIn = request.headers.authorization === `Bearer ${accepted}`
    const from = Number(new URL(request.url ?? '/', 'http://system').searchParams.get('after') ?? 0)
    const next = from + PAGE < CUSTOMERS.length ? String(from + PAGE) : null
    response.writeHead(signedIn ? 200 : 401, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(signedIn ? { data: CUSTOMERS.slice(from, from + PAGE), next } : { error: 'unknown key' }),
    )
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
})
test.afterEach(() => new Promise(done => server.close(done)))

const host = () => `127.0.0.1:${(server.address() as AddressInfo).port}`

function dropManifest(console: Console) {
  const folder = join(console.userData, 'workspaces', 'our-shop', 'manifests')
  mkdirSync(folder, { recursive: true })
  const manifest = {
    manifest: 1,
    id: 'ledger',
    name: 'Ledger of ours',
    category: 'billing',
    gives: ['billing'],
    about: 'Customers, as our own ledger knows them.',
    docs: 'https://ledger.example/docs',
    baseUrl: `http://${host()}`,
    secrets: [{ key: 'key', label: 'Access key' }],
    auth: { kind: 'bearer', secret: 'key' },
    streams: [
      {
        name: 'customers',
        request: { path: '/customers', query: { since: '{since}' } },
        select: 'data',
        paging: { kind: 'cursor', param: 'after', next: 'next' },
        incremental: { field: 'updated_at', overlap: '10m' },
        records: [{ record: 'account', id: 'id', name: 'name', email: 'email' }],
      },
    ],
  }
  writeFileSync(join(folder, 'ledger.json'), JSON.stringify(manifest))
}

test('a system of one’s own, from its manifest to its rows', async ({ console }) => {
  const page = console.page()
  await nameWorkspace(page, 'Our shop')
  await expect(page.getByRole('heading', { name: 'Connect a source' })).toBeVisible()
  dropManifest(console)

  // What was dropped meanwhile is there when the gallery is opened again.
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await expect(page.getByRole('button', { name: /^Ledger of ours/ })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('own ledger')
  await expect(page.getByRole('button', { name: /^Stripe/ })).toBeHidden()
  await page.keyboard.press('Enter')

  const connect = page.getByRole('button', { name: /^Connect and sync/ })
  await expect(page.getByText('Missing: Access key')).toBeVisible()
  await expect(connect).toBeDisabled()
  await page.getByText('The system is on a private network').click()
  await page.getByLabel('Private host to allow').fill(host())
  await page.getByLabel('Access key').fill('not-the-right-one')
  await page.getByRole('button', { name: 'Test credentials' }).click()
  await expect(page.getByText(/does not accept|not let|unknown key/).first()).toBeVisible()

  // The way back loses nothing that was typed, except for the credential.
  await page.getByRole('button', { name: /^Back/ }).click()
  await page.getByRole('button', { name: /^Ledger of ours/ }).click()
  await expect(page.getByLabel('Private host to allow')).toHaveValue(host())
  await expect(page.getByLabel('Access key')).toHaveValue('')
  await page.getByLabel('Access key').fill(KEY)
  await page.getByRole('button', { name: 'Test credentials' }).click()
  await expect(page.getByText(/Ledger of ours answers/)).toBeVisible()
  await page.getByRole('button', { name: 'Show real records' }).click()
  await expect(page.getByRole('cell', { name: 'Customer 0' })).toBeVisible()
  await connect.click()

  const card = page.getByRole('region', { name: 'Ledger of ours' })
  await expect(card.getByRole('row', { name: /^customers account 130/ })).toBeVisible()
  await expect(page.getByLabel('Source freshness')).toContainText(/Ledger of ours \d+ (s|min)/)

  await card.getByRole('button', { name: 'Pause' }).click()
  await expect(card.getByText('paused', { exact: true })).toBeVisible()
  await card.getByRole('button', { name: 'Resume' }).click()
  await expect(card.getByText(/every 5 minutes · next/)).toBeVisible()

  // A key that was replaced at the system is said, and the right one is tried at once: no restart, no other button.
  accepted = NEXT_KEY
  await card.getByRole('button', { name: 'Sync now' }).click()
  await expect(card.getByText(/does not accept the credentials.*Enter the credentials again/)).toBeVisible()
  await expect(page.getByLabel('Source freshness')).toContainText('failed')
  // The field is beside the error and one key away, and keeps the focus when the error goes.
  await page.keyboard.press('c')
  await expect(card.getByLabel('Access key')).toBeFocused()
  await page.keyboard.type(NEXT_KEY)
  await page.keyboard.press('Enter')
  await expect(card.getByText(/does not accept the credentials/)).toBeHidden()
  await expect(card.getByLabel('Access key')).toBeFocused()
  await expect(page.getByLabel('Source freshness')).not.toContainText('failed')

  // Its name and settings can be changed without the credential, which is kept.
  await card.getByRole('button', { name: /Edit streams and settings/ }).click()
  await page.getByRole('button', { name: 'Test credentials' }).click()
  await expect(page.getByText(/Ledger of ours answers/)).toBeVisible()
  await page.getByLabel('Source name').fill('The ledger')
  await page.getByRole('button', { name: /^Save and sync/ }).click()
  await expect(page.getByRole('region', { name: 'The ledger' })).toBeVisible()
  await go(page, 'q')
  await expect(page.getByLabel('Source freshness')).toContainText('The ledger')
})

test('keys that follow each other at once reach the screen that the first one opens', async ({ console }) => {
  const page = console.page()
  await nameWorkspace(page, 'Our shop')
  await expect(page.getByRole('heading', { name: 'Connect a source' })).toBeVisible()
  const shown = await page.evaluate(async () => {
    const press = (key: string) => window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    const turns = async () => {
      for (let n = 0; n < 20; n++) await Promise.resolve()
      return location.hash
    }
    press('Escape')
    const first = await turns()
    press('n')
    return [first, await turns()]
  })
  expect(shown).toEqual(['#/sources', '#/sources/connect'])
})

test('a manifest that is dropped while the gallery is open appears in it', async ({ console }) => {
  const page = console.page()
  await nameWorkspace(page, 'Our shop')
  await expect(page.getByRole('button', { name: /^Stripe/ })).toBeVisible()
  dropManifest(console)
  await expect(page.getByRole('button', { name: /^Ledger of ours/ })).toBeVisible()
})
