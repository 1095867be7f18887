import { own } from '../../../shared/foreign/own.ts'
import { orderIsOver, type TicketAuthor, ticketAuthor, ticketIsClosed } from '../../../shared/ticket.ts'
import type { ObjectRecord } from '../../record/record.ts'

/**
 * A ticket whose state says whether it is over is believed, whatever its dates say: many exports have no date of closing,
 * or keep the old one after a reopening. A closed one without a date was closed at the earliest moment that is known;
 * `known` is the moment that the cache has already, `now` is used where nothing tells (UTC ms). An order that was delivered
 * or cancelled is over likewise.
 */
export function settleTicket(given: ObjectRecord, known: () => number | null, now: number): ObjectRecord {
  if (given.kind === 'order' && given.closedAt === null && orderIsOver(given.state))
    return { ...given, closedAt: given.stateSince ?? given.openedAt ?? known() ?? now }
  if (given.kind !== 'ticket') return given
  const record = { ...given, author: authorOf(given) }
  const closed = ticketIsClosed(record.state)
  if (closed === null) return record
  if (!closed) return record.closedAt === null ? record : { ...record, closedAt: null }
  if (record.closedAt !== null) return record
  return { ...record, closedAt: record.stateSince ?? record.openedAt ?? known() ?? now }
}

/** A source may bring the header and the subject among the properties, in its own spelling. */
function authorOf({ author = null, properties, propertiesJson }: ObjectRecord): TicketAuthor | null {
  const told: Record<string, unknown> = propertiesJson === undefined ? properties : JSON.parse(propertiesJson)
  const text = (...names: string[]) => {
    const value = names.map(name => own(told, name)).find(one => one !== undefined && one !== null)
    return typeof value === 'string' ? value : null
  }
  return ticketAuthor({
    author,
    autoSubmitted: text('auto_submitted', 'autoSubmitted', 'Auto-Submitted'),
    subject: text('subject', 'Subject', 'title'),
  })
}

/** The state fills the date of closing too, where the mapping names only the state; the subject tells who began it. */
const widened = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>()

export function ticketFills(fills: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined {
  if (!fills) return fills
  const before = widened.get(fills)
  if (before) return before
  const wide = new Set(fills)
  if (fills.has('state')) wide.add('closedAt')
  if (fills.has('properties')) wide.add('author')
  widened.set(fills, wide)
  return wide
}
