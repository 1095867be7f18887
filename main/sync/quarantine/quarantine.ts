import { createHash } from 'node:crypto'
import { type Query, query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { erasedPeople } from '../../cache/erased/people.ts'
import type { Writer } from '../../cache/writer.ts'

/** A row that did not fit, as it is kept: shown to a person, tried again after each sync. */
export interface Misplaced {
  line: number
  column: string | null
  raw: string
  reason: string
}

export interface QuarantinedRow extends Misplaced {
  id: number
  stream: string
}

/** The same cells are the same row, wherever in the file they stand; where a record has an id, it is what tells. */
export const fingerprintOf = (raw: string): string => createHash('sha256').update(raw).digest('hex').slice(0, 32)

const PUT = `
INSERT INTO quarantine (source_id, stream, line, column_name, raw, fingerprint, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (source_id, stream, fingerprint) DO UPDATE
  SET line = excluded.line, column_name = excluded.column_name, raw = excluded.raw, reason = excluded.reason
WHERE line IS NOT excluded.line OR column_name IS NOT excluded.column_name OR raw IS NOT excluded.raw
  OR reason IS NOT excluded.reason`

const byFingerprint = (sourceId: number, stream: string, fingerprint: string): Query<{ id: number }> =>
  query('SELECT id FROM quarantine WHERE source_id = ? AND stream = ? AND fingerprint = ?', [
    sourceId,
    stream,
    fingerprint,
  ])

/**
 * Keeps a row; one of the same `key` that is kept already is brought up to date. Answers its id; 0 where it is that of a
 * person who was erased, which is not kept.
 */
export function putQuarantine(
  tx: WriteDb,
  sourceId: number,
  stream: string,
  row: Misplaced,
  now: number,
  key: string = row.raw,
): number {
  const erased = erasedPeople(tx, sourceId)
  if (erased?.inRaw(row.raw)) {
    erased.noteMet(tx, now)
    return 0
  }
  const fingerprint = fingerprintOf(key)
  tx.run(statement(PUT, [sourceId, stream, row.line, row.column, row.raw, fingerprint, row.reason, now]))
  return tx.get(byFingerprint(sourceId, stream, fingerprint))?.id ?? 0
}

export const dropQuarantine = (tx: WriteDb, id: number): void => {
  tx.run(statement('DELETE FROM quarantine WHERE id = ?', [id]))
}

export const explainQuarantine = (tx: WriteDb, id: number, column: string | null, reason: string): void => {
  tx.run(
    statement(
      'UPDATE quarantine SET column_name = ?1, reason = ?2 WHERE id = ?3 AND (column_name IS NOT ?1 OR reason IS NOT ?2)',
      {
        1: column,
        2: reason,
        3: id,
      },
    ),
  )
}

/**
 * A page of a source's quarantine, in order of id. `+` keeps SQLite from the index of the source, by which it would read and
 * sort all the rest for each page: with 400,000 rows set aside, four minutes after an import.
 */
export const quarantinedAfter = (sourceId: number, id: number, limit: number): Query<QuarantinedRow> =>
  query(
    `SELECT id, stream, line, column_name AS "column", raw, reason FROM quarantine
     WHERE +source_id = ? AND id > ? ORDER BY id LIMIT ?`,
    [sourceId, id, limit],
  )

const idsOf = (sourceId: number, stream: string): Query<{ id: number }> =>
  query('SELECT id FROM quarantine WHERE source_id = ? AND stream = ? ORDER BY id', [sourceId, stream])

/** After a whole pass over a file: rows that were not met again were corrected or removed there. */
export async function forgetOthers(
  writer: Writer,
  read: ReadDb,
  sourceId: number,
  stream: string,
  met: ReadonlySet<number>,
): Promise<void> {
  const all = read.all(idsOf(sourceId, stream)).map(({ id }) => id)
  await forgetThese(
    writer,
    all.filter(id => !met.has(id)),
  )
}

/** Takes these rows out of quarantine, a few at a time. */
export async function forgetThese(writer: Writer, ids: readonly number[]): Promise<void> {
  for (let from = 0; from < ids.length; from += 500) {
    const some = ids.slice(from, from + 500)
    await writer.write('steady', tx => {
      for (const id of some) dropQuarantine(tx, id)
    })
  }
}
