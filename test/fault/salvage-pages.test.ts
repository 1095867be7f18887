import { closeSync, copyFileSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openCache } from '../../main/cache/open.ts'
import { findDamage } from '../../main/cache/safety/copy.ts'
import { openPages } from '../../main/cache/safety/raw/page-file.ts'
import { findTrees } from '../../main/cache/safety/raw/trees.ts'
import { salvage } from '../../main/cache/safety/salvage.ts'
import { unwrap } from '../../shared/result.ts'
import { forestallHere } from '../helpers/cli-here.ts'
import { aFullFile, countsOf, damagedCopy, overwritePages, schemaPagesOf } from '../helpers/damaged.ts'
import { isWhole, runs } from '../helpers/depth.ts'
import { putFullFile } from '../helpers/full-workspace.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const TABLES = ['journal', 'account', 'outbox', 'event']

/** Every row of every table that is no index of words, as text; what a table counts as none is left out. */
function rowsIn(file: string): Map<string, string[]> {
  const db = new Database(file, { readonly: true })
  const names = db
    .prepare(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
         AND name NOT LIKE 'words_%'`,
    )
    .pluck()
    .all() as string[]
  const rows = (name: string) =>
    db
      .prepare(`SELECT * FROM "${name}" ${name === 'outbox_count' ? 'WHERE n > 0' : ''}`)
      .raw()
      .all() as unknown[][]
  const all = new Map(
    names.map(name => [
      name,
      rows(name)
        .map(row => JSON.stringify(row))
        .sort(),
    ]),
  )
  db.close()
  return all
}

/** The file of a workspace with something of everything, as it is at this moment. */
async function aVariedFile(dir: string, sql: string): Promise<string> {
  const file = join(dir, 'workspace.db')
  await putFullFile(file)
  change(file, sql)
  return file
}

const change = (file: string, sql: string) => {
  const db = new Database(file)
  db.exec(sql)
  db.close()
}

describe('a file whose list of tables is damaged, and of which there is no backup', () => {
  it('gives back nearly every row, whichever other pages are damaged', () => {
    const dir = tempFolder()
    const whole = aFullFile(dir, 2_000)
    const before = countsOf(whole, TABLES)
    const naming = schemaPagesOf(whole)
    const share = { rows: 0, decisions: 0 }
    // Each of both lists and each of both fillings at least once.
    const seeds = isWhole ? [1, 2, 3, 4, 5, 6] : [1, 2, 5, 6]
    for (const seed of seeds) {
      const [hurt, made] = [join(dir, 'hurt.db'), join(dir, 'made.db')]
      damagedCopy(whole, hurt, seed, 3)
      overwritePages(hurt, seed % 2 === 0 ? [1] : naming, seed < 4 ? 0 : 0xa5)
      const report = salvage(hurt, made)
      expect(findDamage(made)).toEqual([])
      const after = countsOf(made, TABLES)
      for (const table of TABLES) {
        const said = report.find(each => each.table === table)
        expect(said?.saved).toBe(after[table])
        // Nobody says that nothing was lost where something was.
        if (after[table] !== before[table]) expect(said?.lost).not.toBe(0)
        share.rows += (after[table] ?? 0) / (before[table] ?? 1) / TABLES.length / seeds.length
      }
      share.decisions += (after.journal ?? 0) / (before.journal ?? 1) / seeds.length
    }
    expect(share.rows).toBeGreaterThanOrEqual(0.98)
    expect(share.decisions).toBeGreaterThanOrEqual(0.99)
  })

  it.each([
    ['as it was made', '', 'all'],
    ['vacuumed', 'VACUUM', 'all'],
    ['with its pages in an order of its own', 'CREATE TABLE other (x); VACUUM; DROP TABLE other', 'first'],
  ])('gives back every row of a workspace with something of everything, %s', async (_how, sql, naming) => {
    const dir = tempFolder()
    const file = await aVariedFile(dir, sql)
    const hurt = join(dir, 'hurt.db')
    copyFileSync(file, hurt)
    overwritePages(hurt, naming === 'all' ? schemaPagesOf(file) : [1])
    const report = salvage(hurt, join(dir, 'made.db'))
    expect(report.filter(({ lost }) => lost !== 0)).toEqual([])
    expect(rowsIn(join(dir, 'made.db'))).toEqual(rowsIn(file))
  })

  it('never puts a row into a table that is not its own, where all that names tables is gone', async () => {
    const dir = tempFolder()
    const file = await aVariedFile(dir, 'CREATE TABLE other (x); VACUUM; DROP TABLE other')
    const before = rowsIn(file)
    overwritePages(file, schemaPagesOf(file))
    salvage(file, join(dir, 'made.db'))
    const after = rowsIn(join(dir, 'made.db'))
    for (const table of ['journal', 'outbox', 'outcome', 'intervention', 'attempt', 'account', 'contact'])
      expect([table, after.get(table)]).toEqual([table, before.get(table)])
    // More may be looked at than before, and sources are read again from their beginning.
    const made = ['dirty', 'issue_due', 'outcome_due', 'ticket_untold', 'stream']
    for (const [table, rows] of after)
      if (!made.includes(table)) expect(rows.filter(row => !before.get(table)?.includes(row))).toEqual([])
    expect(after.get('outbox_count')).toEqual(before.get('outbox_count'))
  })

  it('gives back what only its log holds', () => {
    const dir = tempFolder()
    const { connection, reader, file } = unwrap(openCache(dir))
    connection.exec("INSERT INTO setting VALUES ('a', '1')")
    connection.pragma('wal_checkpoint(TRUNCATE)')
    connection.exec("INSERT INTO setting VALUES ('b', '2')")
    const [hurt, made] = [join(dir, 'hurt.db'), join(dir, 'made.db')]
    copyFileSync(file, hurt)
    copyFileSync(`${file}-wal`, `${hurt}-wal`)
    reader.close()
    connection.close()
    overwritePages(hurt, [1])
    // What comes after the last commit, or is half-written, counts for nothing.
    const handle = openSync(`${hurt}-wal`, 'a')
    writeSync(handle, Buffer.alloc(5_000, 7))
    closeSync(handle)
    salvage(hurt, made)
    expect(rowsIn(made).get('setting')).toEqual(rowsIn(file).get('setting'))
  })

  it('is refused where nothing in it is a workspace’s', async () => {
    const dir = tempFolder()
    const file = join(dir, 'workspace.db')
    change(
      file,
      'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO note VALUES (1, hex(randomblob(5000)))',
    )
    overwritePages(file, [1])
    for (const content of [null, Buffer.alloc(0), Buffer.alloc(81_920, 0xa5)]) {
      if (content) writeFileSync(file, content)
      expect(() => salvage(file, join(dir, 'made.db'))).toThrow(expect.objectContaining({ code: 'SQLITE_NOTADB' }))
    }
    expect(await forestallHere(['--workspace', dir, 'salvage'])).toMatchObject({ code: 1 })
  })

  it('is salvaged by the command', async () => {
    const dir = tempFolder()
    overwritePages(aFullFile(dir, 200), [1])
    expect(await forestallHere(['--workspace', dir, 'check'])).toMatchObject({ code: 1 })
    const answer = await forestallHere(['--workspace', dir, 'salvage'])
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining('Every row was saved.') })
    expect(await forestallHere(['--workspace', dir, 'check'])).toMatchObject({ code: 0 })
  })
})

it('rows are read from their pages as SQLite reads them, long ones and every kind of number too', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double({ noNaN: true }),
    fc.string({ maxLength: 40 }).filter(text => !text.endsWith('\0')),
    fc.string({ minLength: 3_000, maxLength: 14_000 }).filter(text => !text.endsWith('\0')),
    fc.uint8Array({ maxLength: 9_000 }).map(bytes => Buffer.from(bytes)),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 30 }), rows => {
      const dir = tempFolder()
      const file = join(dir, 'any.db')
      const db = new Database(file)
      db.exec('CREATE TABLE pair (one, two); CREATE TABLE keyed (n INTEGER PRIMARY KEY, one, two) WITHOUT ROWID')
      const insert = db.prepare('INSERT INTO pair VALUES (?, ?)')
      const keyed = db.prepare('INSERT INTO keyed VALUES (?, ?, ?)')
      for (const [n, [one, two]] of rows.entries()) {
        insert.run(one, two)
        keyed.run(n, one, two)
      }
      const whole = (value: unknown) =>
        typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
      const expected = (
        db.prepare('SELECT one, two FROM pair ORDER BY rowid').safeIntegers().raw().all() as unknown[][]
      ).map(row => row.map(whole))
      db.close()
      const pages = openPages(file)
      const trees = findTrees(pages)
      const read = (root: number) =>
        trees.below(root).pages.flatMap(page => trees.rows(page).map(({ values }) => values))
      expect(read(2)).toEqual(expected)
      expect(
        read(3)
          .map(([n, ...values]) => [n, values])
          .sort(([a], [b]) => Number(a) - Number(b)),
      ).toEqual(expected.map((row, n) => [n, row]))
      pages.close()
    }),
    { numRuns: runs(40) },
  )
})
