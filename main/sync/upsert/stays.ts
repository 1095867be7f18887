import { query, statement, type WriteDb } from '../../cache/db.ts'
import type { SourceStay } from '../../record/record.ts'
import { MARK_DIRTY, objectOwner } from './upsert-sql.ts'

export type { SourceStay }

const staysOf = (objectId: number) =>
  query<SourceStay>('SELECT state, since, until FROM object_state WHERE object_id = ? ORDER BY since', [objectId])
const objectId = (sourceId: number, kind: string, externalId: string) =>
  query<{ id: number }>('SELECT id FROM object WHERE source_id = ? AND kind = ? AND external_id = ?', [
    sourceId,
    kind,
    externalId,
  ])

/**
 * Puts a source's own history of an object in the place of what was gathered from sync to sync; whether anything changed.
 * An object that is not there is left alone. Its account becomes dirty.
 */
export function replaceObjectStays(
  tx: WriteDb,
  sourceId: number,
  kind: string,
  externalId: string,
  stays: readonly SourceStay[],
): boolean {
  const object = tx.get(objectId(sourceId, kind, externalId))
  const owner = tx.get(objectOwner(sourceId, kind, externalId))
  if (!object || !owner) return false
  // Two changes at one moment are one: the later row counts.
  const wanted = [...new Map(stays.map(stay => [stay.since, stay])).values()].sort((a, b) => a.since - b.since)
  const plain = wanted.map(({ state, since, until }) => ({ state, since, until }))
  if (JSON.stringify(tx.all(staysOf(object.id))) === JSON.stringify(plain)) return false
  tx.run(statement('DELETE FROM object_state WHERE object_id = ?', [object.id]))
  for (const { state, since, until } of plain)
    tx.run(
      statement('INSERT INTO object_state (object_id, since, state, until) VALUES (?, ?, ?, ?)', [
        object.id,
        since,
        state,
        until,
      ]),
    )
  tx.run(statement('UPDATE object SET state_since = ? WHERE id = ?', [plain.at(-1)?.since ?? null, object.id]))
  tx.run(statement(MARK_DIRTY, [JSON.stringify([owner.account_id])]))
  return true
}
