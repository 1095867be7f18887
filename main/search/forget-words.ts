import { query, statement, type WriteDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import { KINDS, type Kind } from './kinds.ts'

/** Pages of an index that one transaction writes. */
const PAGES = 16
/** A row of no record: an index of one part is not rewritten, so it is given a second one. */
const NOBODY = -1

/**
 * Rewrites the indexes of words, some pages at a time. Deleting a row takes its words out of every page, but the keys by
 * which SQLite finds a page (`words_<kind>_idx`) are made of words too and stay until the page is written again.
 */
export async function forgetWords({ writer, signal }: { writer: Writer; signal: AbortSignal }): Promise<void> {
  for (const kind of KINDS) {
    await writer.write('bulk', tx => tx.run(put(kind)))
    // A negative number begins to merge all parts into one.
    for (let pages = -PAGES, goesOn = true; goesOn && !signal.aborted; pages = PAGES)
      goesOn = await writer.write('bulk', tx => merged(tx, kind, pages))
    await writer.write('bulk', tx => tx.run(statement(`DELETE FROM words_${kind} WHERE rowid = ?`, [NOBODY])))
  }
}

const put = (kind: Kind) => statement(`INSERT OR REPLACE INTO words_${kind} (rowid, words) VALUES (?, 'x')`, [NOBODY])
const total = query<{ n: number }>('SELECT total_changes() AS n')

/** One step; false where it found nothing left to do (sqlite.org/fts5, “The merge command”). */
function merged(tx: WriteDb, kind: Kind, pages: number): boolean {
  const before = tx.get(total)?.n ?? 0
  tx.run(statement(`INSERT INTO words_${kind} (words_${kind}, rank) VALUES ('merge', ?)`, [pages]))
  return (tx.get(total)?.n ?? 0) - before >= 2
}
