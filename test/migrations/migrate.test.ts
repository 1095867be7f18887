import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, versionOf } from '../../main/cache/migrate.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { openCache } from '../../main/cache/open.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

/** A next version, as somebody will write one: it renames, and it fills in. */
const next = `
  ALTER TABLE setting RENAME COLUMN value TO json;
  CREATE TABLE example (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  INSERT INTO example (text) SELECT key || '=' || json FROM setting;
`
const withNext = [...migrations, next]
const latest = migrations.length

describe('migrating', () => {
  it('keeps the rows of an old file', () => {
    const db = builtAt(latest)
    insertRaw(db, { setting: [{ key: 'a', value: '1' }], playbook: [{ id: 'p', version: 3, definition: '{}' }] })
    expect(migrated(db, ['setting', 'example', 'playbook'], withNext)).toEqual({
      setting: [{ key: 'a', json: '1' }],
      example: [{ id: 1, text: 'a=1' }],
      playbook: [{ id: 'p', version: 3, definition: '{}', approved_version: 0 }],
    })
    expect(versionOf(db)).toBe(latest + 1)
  })

  it('leads to the same layout from every version', () => {
    const fresh = builtAt(withNext.length, withNext)
    for (let version = 1; version <= latest; version++) {
      const old = builtAt(version, withNext)
      migrated(old, [], withNext)
      expect(layout(old)).toEqual(layout(fresh))
    }
  })

  it('changes nothing at all when one step fails', () => {
    const db = builtAt(latest)
    const before = layout(db)
    const broken = [...withNext, 'CREATE TABLE half (x INTEGER) STRICT; SELECT no_such_function()']
    expect(() => migrate(db, () => null, broken)).toThrow('no_such_function')
    expect(layout(db)).toEqual(before)
    expect(versionOf(db)).toBe(latest)
  })

  it('does nothing to a file that is up to date', () => {
    const db = builtAt(latest)
    const asked: number[] = []
    const result = migrate(db, version => {
      asked.push(version)
      return null
    })
    expect(result).toEqual({ ok: true, value: { from: latest, to: latest } })
    expect(asked).toEqual([])
  })

  it('puts a copy of the old file beside it first, and that copy can be opened', () => {
    const dir = tempFolder()
    const file = join(dir, 'workspace.db')
    const db = new Database(file)
    migrate(db, () => null)
    insertRaw(db, { setting: [{ key: 'a', value: '1' }] })
    const backup = join(dir, 'copy.bak')
    migrate(db, () => backup, withNext)
    db.close()
    const copy = new Database(backup, { readonly: true })
    expect(versionOf(copy)).toBe(latest)
    expect(copy.prepare('SELECT * FROM setting').all()).toEqual([{ key: 'a', value: '1' }])
    copy.close()
  })

  it('refuses a file of a newer version without touching it', () => {
    const db = builtAt(withNext.length, withNext)
    const before = layout(db)
    const result = migrate(db, () => {
      throw new Error('no backup is wanted')
    })
    expect(result).toMatchObject({ ok: false, error: { kind: 'newer' } })
    expect(layout(db)).toEqual(before)
    expect(versionOf(db)).toBe(latest + 1)
  })

  it('needs no backup for a workspace that is made', () => {
    const dir = tempFolder()
    const opened = openCache(dir)
    if (!opened.ok) throw new Error(opened.error.what)
    expect(versionOf(opened.value.reader)).toBe(latest)
    opened.value.reader.close()
    opened.value.connection.close()
    expect(readdirSync(dir).filter(name => name.endsWith('.bak'))).toEqual([])
  })
})
