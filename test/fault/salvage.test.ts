import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { openCache } from '../../main/cache/open.ts'
import { findDamage } from '../../main/cache/safety/copy.ts'
import { salvage } from '../../main/cache/safety/salvage.ts'
import { safetyOf } from '../../main/engine/safety.ts'
import { unwrap } from '../../shared/result.ts'
import { forestallHere } from '../helpers/cli-here.ts'
import { aFullFile, countsOf, damagedCopy, leavesOf, overwritePages } from '../helpers/damaged.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const TABLES = ['journal', 'account', 'outbox', 'event']
const FILES = 6
const WALL = Date.UTC(2026, 10, 29)

it('nearly every row of files with damaged pages is saved, also where a page that names tables is one of them', () => {
  const dir = tempFolder()
  const whole = aFullFile(dir, 2_000)
  const before = countsOf(whole, TABLES)
  const saved = { rows: 0, decisions: 0 }
  const all = { rows: 0, decisions: 0 }
  for (let seed = 1; seed <= FILES; seed++) {
    const [hurt, made] = [join(dir, 'hurt.db'), join(dir, 'made.db')]
    damagedCopy(whole, hurt, seed, 3)
    expect(findDamage(hurt)).not.toEqual([])
    const report = salvage(hurt, made, whole)
    expect(findDamage(made)).toEqual([])
    const after = countsOf(made, TABLES)
    for (const table of TABLES) {
      saved.rows += after[table] ?? 0
      all.rows += before[table] ?? 0
      expect(report.find(each => each.table === table)?.saved).toBe(after[table])
    }
    saved.decisions += after.journal ?? 0
    all.decisions += before.journal ?? 0
  }
  expect(saved.rows / all.rows).toBeGreaterThanOrEqual(0.98)
  expect(saved.decisions / all.decisions).toBeGreaterThanOrEqual(0.99)
})

it('a damaged workspace is found, salvaged with its losses by table, and the damaged file is kept', async () => {
  const dir = tempFolder()
  const file = aFullFile(dir, 500)
  // Not those that name the tables: without a backup nothing can be read then, and the answer says so.
  const db = new Database(file, { readonly: true })
  const pages = ['journal', 'outbox', 'event'].flatMap(table => leavesOf(db, table, 4, 2))
  db.close()
  overwritePages(file, pages)
  expect(await forestallHere(['--workspace', dir, 'check'])).toMatchObject({ code: 1 })
  const answer = await forestallHere(['--workspace', dir, 'salvage'])
  expect(answer).toMatchObject({ code: 0, stdout: expect.stringMatching(/: \d+ saved, (\d+|an unknown number) lost/) })
  expect(await forestallHere(['--workspace', dir, 'check'])).toMatchObject({ code: 0 })
  expect(answer.stdout).toMatch(/kept as .*workspace\.db\.replaced-/)
})

it('a whole workspace loses nothing by being salvaged', () => {
  const dir = tempFolder()
  const file = aFullFile(dir, 300)
  const before = countsOf(file, TABLES)
  const made = join(dir, 'made.db')
  expect(salvage(file, made).every(({ lost }) => lost === 0)).toBe(true)
  expect(countsOf(made, TABLES)).toEqual(before)
})

it('an empty file and a file of another program are refused, and stay as they are', () => {
  const dir = tempFolder()
  const file = join(dir, 'workspace.db')
  const theirs = join(dir, 'theirs.db')
  const db = new Database(theirs)
  db.exec('CREATE TABLE note (text TEXT); PRAGMA user_version = 3')
  db.close()
  for (const content of [Buffer.alloc(0), Buffer.from('a text of mine'.repeat(99)), readFileSync(theirs)]) {
    writeFileSync(file, content)
    expect(openCache(dir)).toMatchObject({ ok: false, error: { kind: 'corrupt' } })
    expect(readFileSync(file).equals(content)).toBe(true)
  }
})

it('a restored workspace sends nothing again that it does not know to have left', async () => {
  const dir = tempFolder()
  const file = aFullFile(dir, 4)
  const change = (sql: string) => {
    const db = new Database(file)
    db.exec(sql)
    db.close()
  }
  change(`UPDATE outbox SET state = 'waiting' WHERE id < 4; UPDATE outbox SET state = 'held' WHERE id = 4;
    INSERT INTO autopilot (trigger_id, enabled, daily_cap, changed_by, changed_at) VALUES ('t', 1, 5, 'ada', 0)`)
  const safety = safetyOf(dir, () => WALL)
  const backup = unwrap(await safety.backUp())
  change(
    "UPDATE outbox SET state = 'sent', sent_at = 7, provider_id = 'p' WHERE id = 1; DELETE FROM outbox WHERE id = 3",
  )
  const restored = unwrap(safety.restore(null))
  expect(restored).toMatchObject({ from: backup.path, unsure: 1, autopilots: 1 })
  const db = new Database(file, { readonly: true })
  expect(db.prepare('SELECT state FROM outbox ORDER BY id').pluck().all()).toEqual([
    'sent',
    'waiting',
    'unsure',
    'held',
  ])
  expect(db.prepare('SELECT ending FROM attempt WHERE outbox_id = 3').pluck().all()).toEqual(['unsure'])
  expect(db.prepare('SELECT enabled FROM autopilot').pluck().get()).toBe(0)
  db.close()
  // Where the replaced file cannot be read, nobody knows of any of them.
  writeFileSync(file, 'gone')
  expect(unwrap(safety.restore(backup.path)).unsure).toBe(4)
  expect(existsSync(restored.replaced ?? '')).toBe(true)
})

it('two backups are kept, and one from before a migration', async () => {
  const dir = tempFolder()
  aFullFile(dir, 4)
  writeFileSync(join(dir, 'workspace.db.v3.bak'), '')
  for (let day = 0; day < 4; day++) unwrap(await safetyOf(dir, () => WALL + day * 86_400_000).backUp())
  const answer = await forestallHere(['--workspace', dir, 'backup'])
  expect(answer.code).toBe(0)
  const { listBackups } = await import('../../main/cache/safety/backups.ts')
  expect(
    listBackups(dir)
      .map(({ beforeMigration }) => beforeMigration)
      .sort(),
  ).toEqual([false, false, true])
})
