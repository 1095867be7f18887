import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openCache } from '../../main/cache/open.ts'
import { unwrap } from '../../shared/result.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

/** A workspace of an app that knows one layout more. */
function newer(dir: string): string {
  const { connection, reader, file } = unwrap(openCache(dir))
  connection.exec("CREATE TABLE from_the_future (x INTEGER); INSERT INTO setting VALUES ('a', '1')")
  connection.pragma('user_version = 99')
  reader.close()
  connection.close()
  return file
}

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const bytes = (dir: string) =>
  Object.fromEntries(readdirSync(dir).map(name => [name, digest(readFileSync(join(dir, name)))]))

describe('a workspace from a newer version', () => {
  it('is refused, and not a byte of its folder changes', () => {
    const dir = tempFolder()
    newer(dir)
    const before = bytes(dir)
    expect(openCache(dir)).toMatchObject({
      ok: false,
      error: { kind: 'newer', what: 'This workspace cannot be opened.' },
    })
    expect(bytes(dir)).toEqual(before)
  })

  it('keeps the log that its app left behind when it was killed', () => {
    const [alive, dir] = [tempFolder(), join(tempFolder(), 'copy')]
    const file = newer(alive)
    const open = new Database(file)
    open.exec("INSERT INTO setting VALUES ('b', '2')")
    mkdirSync(dir)
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, join(dir, `workspace.db${suffix}`))
    open.close()
    const before = bytes(dir)
    expect(openCache(dir)).toMatchObject({ ok: false, error: { kind: 'newer' } })
    const { 'workspace.db': main, 'workspace.db-wal': log } = bytes(dir)
    expect({ main, log }).toEqual({ main: before['workspace.db'], log: before['workspace.db-wal'] })
  })
})

describe('a file that is no database', () => {
  it.each([
    ['text', Buffer.from('account_id,name\n'.repeat(2_000))],
    ['a header without pages', Buffer.from('SQLite format 3\0')],
    ['noise', Buffer.from(Array.from({ length: 8_192 }, (_, i) => (i * 2_654_435_761) & 255))],
  ])('is called damaged and left alone: %s', (_, content) => {
    const dir = tempFolder()
    const file = join(dir, 'workspace.db')
    writeFileSync(file, content)
    expect(openCache(dir)).toMatchObject({ ok: false, error: { kind: 'corrupt', what: 'The workspace is damaged.' } })
    expect(readFileSync(file).equals(content)).toBe(true)
  })

  it('is left alone when it is empty: a file that was cut to nothing is no workspace still to be made', () => {
    const dir = tempFolder()
    const file = join(dir, 'workspace.db')
    writeFileSync(file, '')
    expect(openCache(dir)).toMatchObject({ ok: false, error: { kind: 'corrupt' } })
    expect(readFileSync(file)).toHaveLength(0)
  })
})
