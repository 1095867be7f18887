import { TICKET_CATEGORIES, type TicketCategory } from '../../../shared/predict/ticket-topics.ts'
import { THEIRS, TOLD_CATEGORY } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type DatedFacts, datedFacts } from './account-facts.ts'

/** Contacts of some accounts, and what each was about: a place in `TICKET_CATEGORIES`; −1 where nothing tells. */
export interface ToldContacts extends DatedFacts {
  about: Int8Array
}

const contactsOf = (accounts: string, after: number, until: number) =>
  query<{ account: number; at: number; about: TicketCategory | null }>(
    `SELECT o.account_id AS account, o.opened_at AS at, ${TOLD_CATEGORY} AS about
     FROM json_each(?) j CROSS JOIN object o INDEXED BY object_account ON o.account_id = j.value AND o.kind = 'ticket'
     WHERE ${THEIRS} AND o.opened_at > ? AND o.opened_at <= ? ORDER BY o.account_id, o.opened_at`,
    [accounts, after, until],
  )

/** Reads the contacts of a span. `ids` ascend. */
export function readContacts(
  db: ReadDb,
  ids: Float64Array,
  { start, end }: { start: number; end: number },
): ToldContacts {
  const rows = db.all(contactsOf(JSON.stringify([...ids]), start, end))
  const about = Int8Array.from(rows, row => (row.about === null ? -1 : TICKET_CATEGORIES.indexOf(row.about)))
  return { ...datedFacts(ids, rows), about }
}
