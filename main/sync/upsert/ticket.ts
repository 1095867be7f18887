import { ticketIsClosed } from '../../../shared/ticket.ts'
import type { ObjectRecord } from '../../record/record.ts'

/**
 * A ticket whose state says whether it is over is believed, whatever its dates say: many exports have no date of closing,
 * or keep the old one after a reopening. A closed one without a date was closed at the earliest moment that is known;
 * `known` is the moment that the cache has already, `now` is used where nothing tells (UTC ms).
 */
export function settleTicket(record: ObjectRecord, known: () => number | null, now: number): ObjectRecord {
  const closed = record.kind === 'ticket' ? ticketIsClosed(record.state) : null
  if (closed === null) return record
  if (!closed) return record.closedAt === null ? record : { ...record, closedAt: null }
  if (record.closedAt !== null) return record
  return { ...record, closedAt: record.stateSince ?? record.openedAt ?? known() ?? now }
}

/** The state fills the date of closing too, where the mapping of a stream names only the state. */
const widened = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>()

export function ticketFills(fills: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined {
  if (!fills?.has('state') || fills.has('closedAt')) return fills
  const before = widened.get(fills)
  if (before) return before
  const wide = new Set([...fills, 'closedAt'])
  widened.set(fills, wide)
  return wide
}
