import { query, statement, type WriteDb } from '../../cache/db.ts'
import type { Gone, PageMisfit } from '../../record/page.ts'
import type { SyncRecord } from '../../record/record.ts'
import { fingerprintOf } from './quarantine.ts'

/**
 * What names a quarantined record of a connected source within its stream. By it a later version takes the place of an
 * earlier one, whatever has changed in it, so that nothing old is put over something new when the row is tried again.
 */
const keyOf = (record: string, kind: string, externalId: string): string => [record, kind, externalId].join('\u0000')

export const recordKey = (record: SyncRecord): string =>
  keyOf(record.record, record.record === 'object' ? record.kind : '', record.externalId)

/** Undefined where the id could not be read: then the row itself is its name. */
export const misfitKey = (record: SyncRecord['record'], misfit: PageMisfit): string | undefined =>
  misfit.externalId === undefined ? undefined : keyOf(record, misfit.kind ?? '', misfit.externalId)

export const goneKey = ({ record, kind, externalId }: Gone): string => keyOf(`gone ${record}`, kind ?? '', externalId)

/** Every name under which an earlier version of a record may wait. */
const allKeys = (record: SyncRecord['record'], kind: string, externalId: string): string[] =>
  kind === '' ? [keyOf(record, '', externalId)] : [keyOf(record, kind, externalId), keyOf(record, '', externalId)]

const anyOf = (sourceId: number, stream: string) =>
  query<{ id: number }>('SELECT id FROM quarantine WHERE source_id = ? AND stream = ? LIMIT 1', [sourceId, stream])

const FORGET = `DELETE FROM quarantine WHERE source_id = ? AND stream = ?
  AND fingerprint IN (SELECT value FROM json_each(?))`

/** Earlier versions of what has been kept, or is gone, wait for nothing any more. */
export function forgetEarlier(
  tx: WriteDb,
  sourceId: number,
  stream: string,
  settled: readonly { record: SyncRecord['record']; kind?: string | null; externalId: string }[],
): void {
  // Mostly nothing is in quarantine, and hashing every id would cost more than the look.
  if (settled.length === 0 || !tx.get(anyOf(sourceId, stream))) return
  const keys = settled.flatMap(({ record, kind, externalId }) =>
    allKeys(record, record === 'object' ? (kind ?? '') : '', externalId),
  )
  tx.run(statement(FORGET, [sourceId, stream, JSON.stringify(keys.map(fingerprintOf))]))
}
