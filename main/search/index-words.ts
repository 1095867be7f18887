import { wordsFound } from '../../shared/text/fold.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import { idsAfter, KINDS, type Kind, textsOf } from './kinds.ts'

/** Rows of one transaction: a person's command waits for no more than a few milliseconds of it. */
const STEP = 100

/** Rows of one kind, the first that has any. */
const dueRows = query<{ kind: number; id: number }>(
  `SELECT kind, id FROM words_due WHERE kind = (SELECT min(kind) FROM words_due) ORDER BY id LIMIT ${STEP}`,
)
const lookedAt = query<{ kind: number; id: number }>('SELECT kind, id FROM words_upto')
/** The last row of each kind that was looked at; 0 for none yet. */
const uptos = (db: ReadDb): { kind: Kind; id: number }[] => {
  const known = new Map(db.all(lookedAt).map(({ kind, id }) => [kind, id]))
  return KINDS.map((kind, at) => ({ kind, id: known.get(at) ?? 0 }))
}
const forget = (kind: Kind, ids: string) =>
  statement(`DELETE FROM words_${kind} WHERE rowid IN (SELECT value FROM json_each(?))`, [ids])
const settled = (kind: Kind, ids: string) =>
  statement('DELETE FROM words_due WHERE kind = ? AND id IN (SELECT value FROM json_each(?))', [
    KINDS.indexOf(kind),
    ids,
  ])
const keep = (kind: Kind, id: number, words: string) =>
  statement(`INSERT OR REPLACE INTO words_${kind} (rowid, words) VALUES (?, ?)`, [id, words])
const goOn = (kind: Kind, id: number) =>
  statement('INSERT INTO words_upto (kind, id) VALUES (?, ?) ON CONFLICT DO UPDATE SET id = excluded.id', [
    KINDS.indexOf(kind),
    id,
  ])

/**
 * Brings the words up to date: what changed or went first, then what is new. Work for what changed only. Ends early after
 * so many `steps`, or between two of them when `signal` is aborted; the next call goes on there.
 */
export async function indexWords(deps: {
  writer: Writer
  read: ReadDb
  signal: AbortSignal
  steps?: number
  onProgress?: (rows: number) => void
}): Promise<void> {
  const { writer, read, signal, steps = Number.POSITIVE_INFINITY, onProgress } = deps
  // Asked once, outside of the writer: most of the time there is nothing to do.
  if (!isBehind(read)) return
  for (let n = 0, rows = 0; n < steps && !signal.aborted; n++) {
    const looked = await writer.write('bulk', step)
    if (looked === 0) return
    rows += looked
    onProgress?.(rows)
  }
}

/** Whether anything is left to do; a step in an index for each kind. */
function isBehind(db: ReadDb): boolean {
  if (db.get(dueRows)) return true
  return uptos(db).some(({ kind, id }) => db.get(idsAfter(kind, id, 1)))
}

/** One transaction; answers how many rows it looked at. */
function step(tx: WriteDb): number {
  const due = tx.all(dueRows)
  const kind = KINDS[due[0]?.kind ?? -1]
  if (kind)
    return renew(
      tx,
      kind,
      due.map(({ id }) => id),
    )
  for (const { kind, id } of uptos(tx)) {
    const ids = tx.all(idsAfter(kind, id, STEP)).map(row => row.id)
    const last = ids.at(-1)
    if (last === undefined) continue
    keepWords(tx, kind, ids)
    tx.run(goOn(kind, last))
    return ids.length
  }
  return 0
}

function renew(tx: WriteDb, kind: Kind, ids: readonly number[]): number {
  const json = JSON.stringify(ids)
  tx.run(forget(kind, json))
  // What is past the last one that was looked at comes in its turn.
  const upto = uptos(tx).find(one => one.kind === kind)?.id ?? 0
  keepWords(
    tx,
    kind,
    ids.filter(id => id <= upto),
  )
  tx.run(settled(kind, json))
  return ids.length
}

function keepWords(tx: WriteDb, kind: Kind, ids: readonly number[]): void {
  for (const { id, text } of tx.all(textsOf(kind, ids))) {
    const words = wordsFound(text)
    if (words.length > 0) tx.run(keep(kind, id, words.join(' ')))
  }
}
