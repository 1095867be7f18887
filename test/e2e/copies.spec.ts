import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { workspacesDir } from '../../main/engine/user-data.ts'
import { leavesOf, overwritePages } from '../helpers/damaged.ts'
import { type Console, expect, test } from './fixture.ts'

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
