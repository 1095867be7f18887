import { spawn } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { workspacesDir } from '../../main/engine/user-data.ts'
import { cleanEnv, electronRuntime, ROOT, sandboxArgs } from '../helpers/electron.ts'
import { type Console, expect, test } from './fixture.ts'
import { hears } from './said.ts'

test.skip(({ shell }) => shell !== 'electron', 'links are handed to the desktop app')

/** What the system does when somebody clicks a link: it starts the app once more, with the link as an argument. */
async function click(console: Console, display: Record<string, string>, link: string) {
  const env = cleanEnv({ ...display, FORESTALL_USER_DATA: console.userData })
  const second = spawn(electronRuntime().path ?? '', [ROOT, ...sandboxArgs(), link], { env, stdio: 'ignore' })
  expect(await new Promise(done => second.once('exit', done))).toBe(0)
}

/** A link decides nothing. */
function decisionsIn({ userData }: Console): unknown {
  const db = new Database(join(workspacesDir(userData), 'sample', 'workspace.db'), { readonly: true })
  const count = db.prepare('SELECT count(*) FROM journal').pluck().get()
  db.close()
  return count
}

test('a copied link leads from any screen to its issue; anything else is refused and changes nothing', async ({
  console,
  display,
}) => {
  const page = console.page()
  const rows = page.locator('.row')
  await rows.nth(2).click()
  const title =
    (await page.getByRole('article', { name: 'Issue' }).getByRole('heading', { level: 1 }).textContent()) ?? ''
  await page.getByRole('button', { name: 'Copy link' }).click()
  await hears(page, /^Link copied/)
  const link = await console.app().evaluate(({ clipboard }) => clipboard.readText())
  expect(link).toMatch(/^forestall:\/\/issue\/[^/]+$/)
  const place = await page.evaluate(() => window.location.hash)

  await page.evaluate(() => {
    window.location.hash = '/sources'
  })
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeVisible()
  await click(console, display, link)
  await expect(page.getByRole('article', { name: 'Issue' }).getByRole('heading', { level: 1 })).toHaveText(title)
  expect(await page.evaluate(() => window.location.hash)).toBe(place)

  const before = decisionsIn(console)
  for (const [bad, why] of [
    ['forestall://outbox/drain', 'The link names neither an issue nor an account.'],
    [`${link}?then=dismiss`, 'The link names neither an issue nor an account.'],
    ['forestall://account/../outbox', 'The link names neither an issue nor an account.'],
    [`forestall://issue/${'a'.repeat(3_000)}`, 'The link names neither an issue nor an account.'],
    ['forestall://issue/a%0Ab', 'The link names neither an issue nor an account.'],
    ['FORESTALL://evil.example/issue/1', 'The link names neither an issue nor an account.'],
    [`${link} --workspace=/etc`, 'The link names neither an issue nor an account.'],
    ['forestall://issue/elsewhere%3A1', 'This workspace has no such issue.'],
    ['forestall://issue/..%2F..%2Fetc%2Fpasswd', 'This workspace has no such issue.'],
  ] as const) {
    await click(console, display, bad)
    // A toast, which on a busy machine may have come and gone before anybody looks.
    await hears(page, new RegExp(why))
    expect(await page.evaluate(() => window.location.hash)).toBe(place)
  }
  expect(await console.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(decisionsIn(console)).toBe(before)
})
