import { closeSync, copyFileSync, openSync, statSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openCache } from '../../main/cache/open.ts'
import { unwrap } from '../../shared/result.ts'
import { chance } from './chance.ts'

const PAGE = 4_096

/** A workspace's file with `rows` decisions and messages, and ten times as many events, in whole tables of a real layout. */
export function aFullFile(dir: string, rows: number): string {
  const { connection, reader, file } = unwrap(openCache(dir))
  connection.pragma('foreign_keys = OFF')
  const put = (sql: string, many: number, of: (n: number) => (string | number)[]) => {
    const insert = connection.prepare(sql)
    connection.transaction(() => {
      for (let n = 1; n <= many; n++) insert.run(of(n))
    })()
  }
  put(
    "INSERT INTO journal (id, actor, device, at, command, args, hash, version) VALUES (?, 'ada', 'desk', ?, 'issue.claim', ?, ?, 2)",
    rows,
    n => [`d${n}`, n, JSON.stringify({ ids: [`shop:${n}/usage@${n}`], note: 'x'.repeat(n % 90) }), 'a'.repeat(64)],
  )
  put('INSERT INTO account (uid, name, updated_at) VALUES (?, ?, 0)', rows, n => [`shop:${n}`, `Account ${n}`])
  put(
    `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state, queued_at, not_before, attempts)
     VALUES (?, ?, 1, ?, ?, 'email', ?, ?, '[]', 'sent', 0, 0, 1)`,
    rows,
    n => [`k${n}`, `i${n}`, n, `a${n}@example.com`, `a${n}@example.com`, JSON.stringify({ text: 'y'.repeat(n % 400) })],
  )
  put(
    "INSERT INTO event (account_id, source_id, stream, external_id, kind, at, value) VALUES (?, 1, 'events', ?, 'used', ?, 1)",
    rows * 10,
    n => [1 + (n % rows), `e${n}`, n * 1_000],
  )
  connection.pragma('wal_checkpoint(TRUNCATE)')
  reader.close()
  connection.close()
  return file
}

/** The numbers, from 1, of `many` pages that hold rows of a table; the first `after` of them are left out. */
export const leavesOf = (db: Database.Database, table: string, many: number, after: number): number[] =>
  db
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno LIMIT ? OFFSET ?")
    .pluck()
    .all(table, many, after) as number[]

/** The numbers of the pages that name a file's tables. */
export function schemaPagesOf(file: string): number[] {
  const db = new Database(file, { readonly: true })
  const pages = db.prepare("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema' ORDER BY pageno").pluck().all()
  db.close()
  return pages as number[]
}

/** Overwrites pages, numbered from 1, with a byte, as a disk does that goes bad. */
export function overwritePages(file: string, pages: readonly number[], byte = 0xa5): void {
  const handle = openSync(file, 'r+')
  for (const page of pages) writeSync(handle, Buffer.alloc(PAGE, byte), 0, PAGE, (page - 1) * PAGE)
  closeSync(handle)
}

/** Copies a file and overwrites some of its pages, never the first one, which names everything. */
export function damagedCopy(file: string, to: string, seed: number, pages: number): void {
  copyFileSync(file, to)
  const { uniform } = chance(seed)
  const all = statSync(to).size / PAGE
  const hurt = Array.from({ length: pages }, () => 2 + Math.floor(uniform() * (all - 1)))
  overwritePages(to, hurt, seed % 2 === 0 ? 0 : 0xa5)
}

/** How many rows each table has. */
export function countsOf(file: string, tables: readonly string[]): Record<string, number> {
  const db = new Database(file, { readonly: true })
  const counts = tables.map(table => [
    table,
    db.prepare(`SELECT count(*) FROM ${table} NOT INDEXED`).pluck().get() as number,
  ])
  db.close()
  return Object.fromEntries(counts) as Record<string, number>
}
