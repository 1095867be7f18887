import { domainEntry, plainAddress } from '../../../shared/person/address.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { erasedAddress, erasureKey } from '../../cache/erased/hashes.ts'

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

/**
 * Every entry of the suppression list that stands for an address: itself, its whole domain (`@example.com`), and the hash of
 * somebody who had said no before they were erased.
 */
export function entriesOf(db: ReadDb): (address: string) => string[] {
  const key = erasureKey(db)
  return address => [
    ...[plainAddress(address), domainEntry(address)],
    ...(key === null ? [] : [erasedAddress(key, address)]),
  ]
}

/** The entry that suppresses an address. */
export const suppressionOf = (db: ReadDb, address: string) =>
  db.get(
    query<{ address: string; reason: string }>(
      `SELECT address, reason FROM suppression WHERE address IN (SELECT value FROM json_each(?))
       ORDER BY length(address) DESC LIMIT 1`,
      [JSON.stringify(entriesOf(db)(address))],
    ),
  )
