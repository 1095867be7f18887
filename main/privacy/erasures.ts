import { z } from 'zod'
import type { Erasure } from '../../shared/model/person.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'

interface Row extends Omit<Erasure, 'removed' | 'sources'> {
  removed: string
}
const erasures = query<Row>(
  `SELECT id, kind, state, asked_by AS askedBy, asked_at AS askedAt, ended_at AS endedAt, removed FROM erasure
   ORDER BY asked_at DESC, id LIMIT 500`,
)
const metBy = query<{ id: string; name: string; at: number }>(
  `SELECT m.erasure_id AS id, s.name, m.at FROM tombstone_met m JOIN source s ON s.id = m.source_id ORDER BY s.name`,
)
const counts = z.record(z.string(), z.int())

/** Who was erased, by hash, newest first, with the sources that had them when they were last read. */
export function listErasures(db: ReadDb): Erasure[] {
  const met = Map.groupBy(db.all(metBy), ({ id }) => id)
  return db.all(erasures).map(row => ({
    ...row,
    removed: counts.parse(JSON.parse(row.removed)),
    sources: (met.get(row.id) ?? []).map(({ name, at }) => ({ name, at })),
  }))
}

/** Adds to what went, by table. */
export function addRemoved(tx: WriteDb, id: string, more: Readonly<Record<string, number>>): void {
  const row = tx.get(query<{ removed: string }>('SELECT removed FROM erasure WHERE id = ?', [id]))
  const sum = counts.parse(JSON.parse(row?.removed ?? '{}'))
  for (const [table, n] of Object.entries(more)) sum[table] = (sum[table] ?? 0) + n
  tx.run(statement('UPDATE erasure SET removed = ? WHERE id = ?', [JSON.stringify(sum), id]))
}

/** Goes on to the next part. Once the rows are done, nothing says any more what was looked for. */
export function setErasureState(tx: WriteDb, id: string, state: 'mentions' | 'file'): void {
  tx.run(
    statement('UPDATE erasure SET state = ?, known_by = iif(? = ?, NULL, known_by) WHERE id = ?', [
      state,
      state,
      'file',
      id,
    ]),
  )
}

/** `endedAt`: workspace time, UTC ms. */
export const endErasure = (tx: WriteDb, id: string, endedAt: number): void => {
  tx.run(statement("UPDATE erasure SET state = 'done', ended_at = ? WHERE id = ?", [endedAt, id]))
}
