import { domainEntry, plainAddress } from '../../../shared/person/address.ts'
import { query } from '../../cache/db.ts'

/** A contact as it is stored. */
export interface ContactRow {
  id: number
  name: string | null
  email: string | null
  timeZone: string | null
  locale: string | null
  consent: number | null
}

const CONTACT = 'id, name, email, time_zone AS timeZone, locale, consent'

export const contactsOf = (accountId: number) =>
  query<ContactRow>(`SELECT ${CONTACT} FROM contact WHERE account_id = ? ORDER BY id`, [accountId])

export const contactById = (id: number) => query<ContactRow>(`SELECT ${CONTACT} FROM contact WHERE id = ?`, [id])

/** Contacts by a JSON list of ids. */
export const contactsByIds = (ids: string) =>
  query<ContactRow>(`SELECT ${CONTACT} FROM contact WHERE id IN (SELECT value FROM json_each(?))`, [ids])

/** An address may be suppressed by itself or (`@example.com`) with everybody of its domain. */
export const suppressionOf = (address: string) =>
  query<{ address: string; reason: string }>(
    'SELECT address, reason FROM suppression WHERE address IN (?, ?) ORDER BY length(address) DESC LIMIT 1',
    [plainAddress(address), domainEntry(address)],
  )
