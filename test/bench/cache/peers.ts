import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { benchCache } from './bench-cache.ts'
import {
  ACCOUNT_COLUMNS,
  type AccountRow,
  accountRows,
  EVENT_COLUMNS,
  type EventRow,
  eventRows,
  NOW,
  type Size,
} from './data.ts'
import { check } from './load.ts'

/** Rows of the peer's transactions: large ones suit it best, since it has nobody to make way for. */
const TRANSACTION = 20_000

/**
 * The least that could be done: the same rows, parsed beforehand and held in memory, put by prepared statements into the
 * same tables with the same indexes and pragmas. No upsert, no marks, no cursor, nobody who could come in between.
 */
export async function bareInserts(dir: string, size: Size): Promise<number> {
  const accounts = [...accountRows(size)]
  const events = [...eventRows(size)]
  const json = events.map(row => JSON.stringify({ feature_name: row[5], error_count: row[6] }))
  const cache = benchCache(join(dir, 'bare'))
  const { connection } = cache
  const inTransactions = (rows: number, put: (row: number) => void) => {
    for (let from = 0; from < rows; from += TRANSACTION)
      connection
        .transaction(() => {
          for (let row = from; row < Math.min(rows, from + TRANSACTION); row++) put(row)
        })
        .immediate()
  }
  const account = connection.prepare(
    `INSERT INTO account (uid, name, plan, country, time_zone, owner, signed_up_at, renews_at, mrr_minor, currency, properties, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'EUR', ?, ?)`,
  )
  const key = connection.prepare('INSERT INTO account_key (source_id, external_id, account_id) VALUES (1, ?, ?)')
  const event = connection.prepare(
    "INSERT INTO event (account_id, source_id, stream, external_id, kind, at, value, properties) VALUES (?, 1, 'events', ?, ?, ?, ?, ?)",
  )
  const ids = new Map<string, number>()
  const started = performance.now()
  inTransactions(accounts.length, row => {
    const [id, name, plan, country, zone, owner, signedUp, renews, mrr, industry] = accounts[row] as AccountRow
    const uid = `bench:${id}`
    const industryJson = `{"industry":"${industry}"}`
    const { lastInsertRowid } = account.run(
      uid,
      name,
      plan,
      country,
      zone,
      owner,
      signedUp,
      renews,
      mrr,
      industryJson,
      NOW,
    )
    key.run(id, lastInsertRowid)
    ids.set(id, Number(lastInsertRowid))
  })
  inTransactions(events.length, row => {
    const [id, owner, kind, at, value] = events[row] as EventRow
    event.run(ids.get(owner), id, kind, at, value, json[row])
  })
  const seconds = (performance.now() - started) / 1_000
  check(cache, size)
  await cache.close()
  return (size.accounts + size.events) / seconds
}

/** Whether the sqlite3 command is installed. */
export const hasSqlite3 = (): boolean => spawnSync('sqlite3', ['--version']).status === 0

/** `sqlite3 .import` of the same files into tables of the same shape with as many indexes. */
export function commandLineImport(dir: string, dataDir: string, size: Size): number {
  const columns = (names: readonly string[]) =>
    names.map(
      (name, i) => `${name} ${/_at$|^at$/.test(name) ? 'TEXT' : i > 5 || name === 'value' ? 'NUMERIC' : 'TEXT'}`,
    )
  const script = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE account (${columns(ACCOUNT_COLUMNS).join(', ')}, UNIQUE (account_id));
CREATE INDEX account_name ON account (name COLLATE NOCASE);
CREATE TABLE event (${columns(EVENT_COLUMNS).join(', ')});
CREATE UNIQUE INDEX event_key ON event (event_id);
CREATE INDEX event_account ON event (account_id, kind, at);
.import --csv --skip 1 ${join(dataDir, 'accounts.csv')} account
.import --csv --skip 1 ${join(dataDir, 'events.csv')} event
`
  const started = performance.now()
  execFileSync('sqlite3', [join(dir, 'import.db')], { input: script, stdio: ['pipe', 'ignore', 'inherit'] })
  return (size.accounts + size.events) / ((performance.now() - started) / 1_000)
}
