import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { query, statement, wrap } from '../../../main/cache/db.ts'
import { openCache } from '../../../main/cache/open.ts'
import { getSetting, putSetting } from '../../../main/cache/settings.ts'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { unwrap } from '../../../shared/result.ts'
import { aCache } from '../../helpers/cache.ts'
import { manyIssues } from '../../helpers/many-issues.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

describe('reading and writing', () => {
  it('refuses to write through a reading statement', () => {
    const { read } = aCache()
    expect(() => read.all(query("INSERT INTO setting VALUES ('a', '1') RETURNING key"))).toThrow('must not write')
  })

  it('cannot write through the reader connection even where the types are got around', () => {
    const { read } = aCache()
    const forced = read as unknown as ReturnType<typeof wrap>
    expect(() => forced.run(statement("INSERT INTO setting VALUES ('a', '1')"))).toThrow('SQLITE_READONLY')
  })

  it('reports the table of a statement only when it changed something', () => {
    const touched: string[] = []
    const connection = new Database(':memory:')
    connection.exec('CREATE TABLE a (x INTEGER) STRICT')
    const db = wrap(connection, table => touched.push(table))
    db.run(statement('UPDATE a SET x = 1'))
    expect(touched).toEqual([])
    db.run(statement('INSERT INTO a VALUES (1)'))
    expect(touched).toEqual(['a'])
  })

  it('reports the counters that the database keeps automatically', async () => {
    const { connection, writer, notices } = aCache()
    manyIssues(connection, 1)
    await writer.write('user', tx => tx.run(statement("UPDATE issue SET claimed_by = 'maya'")))
    await writer.write('user', tx => tx.run(statement("UPDATE issue SET title = 'Other'")))
    expect(notices).toEqual([
      ['issue', 'issue_count'],
      ['issue', 'words_due'],
    ])
  })
})

describe('settings', () => {
  it('come back as they were put, and null where they were not', async () => {
    const { writer, read } = aCache()
    const guardrails = guardrailsSchema.parse({ holdout: 0.1 })
    expect(getSetting(read, 'guardrails', guardrailsSchema)).toBeNull()
    await writer.write('user', tx => putSetting(tx, 'guardrails', guardrails))
    await writer.write('user', tx => putSetting(tx, 'guardrails', { ...guardrails, holdout: 0.2 }))
    expect(getSetting(read, 'guardrails', guardrailsSchema)).toEqual({ ...guardrails, holdout: 0.2 })
  })
})

describe('rows that are kept', () => {
  const names = query<{ value: string }>("SELECT value FROM setting WHERE key = 'name'")
  const put = (value: string) => statement('INSERT OR REPLACE INTO setting VALUES (?, ?)', ['name', value])

  it('are read once, until any connection commits', async () => {
    const { file, writer, read } = aCache()
    await writer.write('user', tx => tx.run(put('one')))
    const first = read.kept(names)
    expect(first).toEqual([{ value: 'one' }])
    expect(read.kept(names)).toBe(first)
    expect(read.kept(query(names.sql.replace('name', 'other')))).toEqual([])
    await writer.write('user', tx => tx.run(put('two')))
    expect(read.kept(names)).toEqual([{ value: 'two' }])
    const other = new Database(file)
    other.prepare("UPDATE setting SET value = 'three' WHERE key = 'name'").run()
    other.close()
    expect(read.kept(names)).toEqual([{ value: 'three' }])
  })

  it('are what a transaction has written itself', async () => {
    const { writer, read } = aCache()
    await writer.write('user', tx => {
      expect(tx.kept(names)).toEqual([])
      tx.run(put('mine'))
      expect(tx.kept(names)).toEqual([{ value: 'mine' }])
      expect(read.kept(names)).toEqual([])
    })
    expect(read.kept(names)).toEqual([{ value: 'mine' }])
  })

  it('cannot be changed by who asks, and are told apart by their parameters', async () => {
    const { writer, read } = aCache()
    await writer.write('user', tx => tx.run(put('one')))
    const [row] = read.kept(names)
    expect(() => Object.assign(row ?? {}, { value: 'mine' })).toThrow(TypeError)
    expect(() => (read.kept(names) as unknown[]).push({})).toThrow(TypeError)
    const of = (key: string) => read.kept(query('SELECT value FROM setting WHERE key = ?', [key]))
    expect([of('name'), of('none')]).toEqual([[{ value: 'one' }], []])
  })
})

describe('opening a workspace', () => {
  it('makes its folder and keeps what was written, the next time', () => {
    const dir = join(tempFolder(), 'not', 'yet', 'there')
    const opened = () => {
      const { connection, reader } = unwrap(openCache(dir))
      onTestFinished(() => void [connection, reader].map(one => one.close()))
      return { connection, reader }
    }
    opened().connection.exec("INSERT INTO setting VALUES ('a', '1')")
    expect(opened().reader.prepare("SELECT value FROM setting WHERE key = 'a'").pluck().get()).toBe('1')
  })

  it('makes nothing where it may not create', () => {
    const dir = join(tempFolder(), 'absent')
    expect(openCache(dir, false)).toMatchObject({ ok: false, error: { kind: 'not_found' } })
    expect(existsSync(dir)).toBe(false)
  })

  it('takes no backup of a workspace that needs no migration', () => {
    const { dir } = aCache()
    const again = openCache(dir)
    if (again.ok) {
      again.value.connection.close()
      again.value.reader.close()
    }
    expect(readdirSync(dir).filter(name => name.endsWith('.bak'))).toEqual([])
  })

  it('writes ahead, checks foreign keys and never waits long for a busy file on this thread', () => {
    const { connection } = aCache()
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(connection.pragma('busy_timeout', { simple: true })).toBeLessThanOrEqual(50)
  })
})
