import { keptSince } from '../../../shared/model/retention.ts'
import type { ReadDb } from '../../cache/db.ts'
import type { ErasedPeople } from '../../cache/erased/people.ts'
import { retentionOf } from '../../cache/erased/retention.ts'
import type { OwnerRef, SyncRecord } from '../../record/record.ts'

interface Place {
  sourceId: number
  stream: string
}

/**
 * A record without anybody who was erased: null where it is theirs. What is somebody else's is kept without the texts that
 * have an erased address, so that a source that still has a person does not bring them back.
 */
export function withoutErased(erased: ErasedPeople, place: Place, record: SyncRecord): SyncRecord | null {
  const { sourceId, stream } = place
  const of = record.record === 'object' ? record.kind : record.record === 'event' ? stream : ''
  if (erased.named({ sourceId, record: record.record, of, externalId: record.externalId })) return null
  if (record.record !== 'account' && erased.named({ sourceId, ...owner(record.account) })) return null
  const address = 'email' in record && record.email ? erased.address(record.email) : null
  if (address !== null && (record.record === 'contact' || address === 'account')) return null
  const written = record.propertiesJson ?? JSON.stringify(record.properties)
  const propertiesJson = erased.without(written)
  const kept = propertiesJson === written ? record : { ...record, propertiesJson }
  return address !== null && kept.record === 'account' ? { ...kept, email: null } : kept
}

const owner = (ref: OwnerRef) =>
  ref.by === 'id'
    ? { record: 'account' as const, of: '', externalId: ref.externalId }
    : { record: ref.by, of: ref.by === 'object' ? ref.kind : '', externalId: ref.externalId }

/** The moments before which events and closed records are not kept. A source that still has them does not bring them back. */
export function keptBack(db: ReadDb, now: number): { events: number; records: number } {
  const { events, records } = retentionOf(db)
  const since = (months: number | null) => (months === null ? Number.NEGATIVE_INFINITY : keptSince(months, now))
  return { events: since(events), records: since(records) }
}

export const isTooOld = (record: SyncRecord, since: ReturnType<typeof keptBack>): boolean =>
  record.record === 'event'
    ? record.at < since.events
    : record.record === 'object' && record.closedAt !== null && record.closedAt < since.records
