import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { workspacesDir } from '../../main/engine/user-data.ts'
import { leavesOf, overwritePages } from '../helpers/damaged.ts'
import { freshFolder } from '../helpers/electron.ts'
import { putLivedSample } from '../helpers/lived-sample.ts'
import { type Console, expect, openConsole, test } from './fixture.ts'
import { STEP_MS } from './set-up.ts'

const fileOf = ({ userData }: Console) => join(workspacesDir(userData), 'sample', 'workspace.db')

/** Overwrites pages of the events, as a disk does that goes bad under a running console. */
function damage(file: string): void {
  const db = new Database(file)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const pages = leavesOf(db, 'event', 5, 20)
  db.close()
  overwritePages(file, pages)
}

for (const how of ['Restore', 'Salvage'] as const)
  test(`a damaged workspace is repaired in the window: ${how}`, async ({ console }) => {
    const page = console.page()
    await page.getByRole('link', { name: 'Settings', exact: true }).click()
    const card = page.getByRole('region', { name: 'Copies' })
    await card.getByRole('button', { name: 'Back up now' }).click()
    await expect(card.getByRole('listitem')).not.toHaveCount(0)
    await expect(card.getByRole('button', { name: 'Check now' })).toBeEnabled()
    damage(fileOf(console))
    await card.getByRole('button', { name: 'Check now' }).click()
    const banner = page.getByRole('alert').filter({ has: page.getByRole('button', { name: how }) })
    await expect(banner).toBeVisible()
    await expect(page.getByText('nothing is saved')).toBeVisible()
    await expect(card.getByText('Damage was found in the file.')).toBeVisible()
    await banner.getByRole('button', { name: how }).click()
    await expect(
      page.getByText(how === 'Restore' ? /^The backup of .* was restored/ : /^The workspace was salvaged/),
    ).toBeVisible()
    await expect(banner).toBeHidden()
    expect(readdirSync(join(workspacesDir(console.userData), 'sample')).some(name => name.includes('.replaced-'))).toBe(
      true,
    )
    await card.getByRole('button', { name: 'Check now' }).click()
    await expect(card.getByText(/: intact\.$/)).toBeVisible()
  })

test('a workspace too damaged to open says so in the window, which repairs it or goes on with another one', async ({
  shell,
  display,
}) => {
  const dir = freshFolder('shut')
  putLivedSample(dir)
  const file = join(dir, 'workspace.db')
  const db = new Database(file)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  overwritePages(file, [1])
  const opened = await openConsole({ shell, workspace: dir, env: display, waitFor: 'h1', patience: STEP_MS })
  if ('why' in opened) return test.skip(true, opened.why)
  const page = opened.page()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The workspace is damaged.')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.getByRole('textbox', { name: 'Name of the new workspace' }).fill('Meanwhile')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeVisible()
  await opened.restart()
  const again = opened.page()
  await again.getByRole('button', { name: 'Salvage', exact: true }).click()
  await expect(again.getByText(/^The workspace was salvaged/)).toBeVisible()
  await expect(again.locator('.row').first()).toBeVisible()
  expect(readdirSync(dir).some(name => name.includes('.replaced-'))).toBe(true)
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
})
