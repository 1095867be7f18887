import { join } from 'node:path'
import Database from 'better-sqlite3'
import { stopwatch, type Took } from '../timing.ts'

/** Rows of one run: some 400 ms on the reference machine. */
export const ROWS = 100_000
const TRANSACTION = 5_000

/**
 * Puts fixed rows into a new database below `dir`: better-sqlite3 alone, one table with one more index, none of our code.
 * The log and its checkpoints are within what is measured, as they are in the other figures.
 */
export function insert(dir: string, name: string): Took {
  const db = new Database(join(dir, `${name}.db`))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('cache_size = -65536')
  db.exec(`CREATE TABLE event (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,
      properties TEXT NOT NULL) STRICT;
    CREATE INDEX event_account ON event (account, kind, at)`)
  const put = db.prepare('INSERT INTO event (account, kind, at, properties) VALUES (?, ?, ?, ?)')
  const batch = db.transaction((from: number) => {
    // 7,919 is prime, so that the rows reach the index in no order of its own.
    for (let row = from; row < from + TRANSACTION; row++)
      put.run((row * 7_919) % 10_007, row % 3 === 0 ? 'login' : 'feature_used', row * 1_000, '{"feature":"reports"}')
  })
  const took = stopwatch()
  for (let from = 0; from < ROWS; from += TRANSACTION) batch.immediate(from)
  const measured = took()
  const count = db.prepare('SELECT count(*) FROM event').pluck().get()
  db.close()
  if (count !== ROWS) throw new Error(`${count} rows were inserted, not ${ROWS}`)
  return measured
}
