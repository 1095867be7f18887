import { createHash } from 'node:crypto'
import { type Query, query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'

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

/** The same cells are the same row, wherever in the file they stand. */
const fingerprintOf = (raw: string): string => createHash('sha256').update(raw).digest('hex').slice(0, 32)

const PUT = `
INSERT INTO quarantine (source_id, stream, line, column_name, raw, fingerprint, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (source_id, stream, fingerprint) DO UPDATE
  SET line = excluded.line, column_name = excluded.column_name, reason = excluded.reason
WHERE line IS NOT excluded.line OR column_name IS NOT excluded.column_name OR reason IS NOT excluded.reason`

const byFingerprint = (sourceId: number, stream: string, fingerprint: string): Query<{ id: number }> =>
  query('SELECT id FROM quarantine WHERE source_id = ? AND stream = ? AND fingerprint = ?', [
    sourceId,
    stream,
    fingerprint,
  ])

/** Keeps a row; one that is kept already only learns its new line and reason. Answers its id. */
export function putQuarantine(tx: WriteDb, sourceId: number, stream: string, row: Misplaced, now: number): number {
  const fingerprint = fingerprintOf(row.raw)
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

/** A page of a source's quarantine, in order of id. */
export const quarantinedAfter = (sourceId: number, id: number, limit: number): Query<QuarantinedRow> =>
  query(
    `SELECT id, stream, line, column_name AS "column", raw, reason FROM quarantine
     WHERE source_id = ? AND id > ? ORDER BY id LIMIT ?`,
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
  const gone = read.all(idsOf(sourceId, stream)).filter(({ id }) => !met.has(id))
  for (let from = 0; from < gone.length; from += 500) {
    const some = gone.slice(from, from + 500)
    await writer.write('steady', tx => {
      for (const { id } of some) dropQuarantine(tx, id)
    })
  }
}
