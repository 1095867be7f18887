import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { layRecordTombstone } from './begin.ts'
import type { KnownBy } from './known-by.ts'
import type { Place } from './places/place.ts'
import { PERSONAL_PLACES } from './places/places.ts'

/** Rows that are taken away between two looks at the time. */
const ROWS = 50

interface Whose {
  condition: string
  params: { account: number | null; contact: number | null; addresses: string; now: number }
}

/** Whose rows of a place are meant, one after the other: an account, those merged into it, or a contact. */
export function rowsBelonging(place: Place, { accounts, contact, addresses }: KnownBy, now: number): Whose[] {
  const params = { account: null, contact, addresses: JSON.stringify(addresses), now }
  if (contact !== null) return place.ofContact ? [{ condition: place.ofContact, params }] : []
  const { ofAccount } = place
  return ofAccount ? accounts.map(account => ({ condition: ofAccount, params: { ...params, account } })) : []
}

const keyOf = ({ key = ['id'] }: Place): string => `(${key.join(', ')})`

/** Takes away some rows of a place, or empties some; 0 where nothing is left to do. */
function takeSome(tx: WriteDb, place: Place, { condition, params }: Whose): number {
  const { table, fate } = place
  const key = keyOf(place)
  // The rows that have just left tombstones are the ones that go.
  const inOrder = table === 'object' ? ' ORDER BY id' : ''
  const some = (more: string) =>
    `${key} IN (SELECT ${key.slice(1, -1)} FROM ${table} WHERE ${condition}${more}${inOrder} LIMIT ${ROWS})`
  const columns = fate === 'removed' ? [] : Object.entries(fate)
  if (fate !== 'removed' && columns.length === 0) return 0
  const sql =
    fate === 'removed'
      ? `DELETE FROM ${table} WHERE ${some('')}`
      : `UPDATE ${table} SET ${columns.map(([name, value]) => `${name} = ${value}`).join(', ')}
         WHERE ${some(` AND (${columns.map(([name, value]) => `${name} IS NOT ${value}`).join(' OR ')})`)}`
  return tx.run(statement(sql, params)).changes
}

interface Owned {
  sourceId: number
  kind: string
  externalId: string
}
const objectsOf = (account: number) =>
  query<Owned>(
    `SELECT source_id AS sourceId, kind, external_id AS externalId FROM object WHERE account_id = ? ORDER BY id LIMIT ${ROWS}`,
    [account],
  )

/** Rows by table that a step took. */
type Taken = Record<string, number>

/**
 * One step of taking away what belongs to a person; null where nothing is left. What others refer to by its id (a ticket, to
 * which events belong) leaves a tombstone.
 */
export function takeOwnRows(tx: WriteDb, erasure: string, key: string, known: KnownBy, now: number): Taken | null {
  for (const place of PERSONAL_PLACES)
    for (const one of rowsBelonging(place, known, now)) {
      const { account } = one.params
      if (place.table === 'object' && account !== null)
        for (const { sourceId, kind, externalId } of tx.all(objectsOf(account)))
          layRecordTombstone(tx, erasure, key, { sourceId, record: 'object', of: kind, externalId })
      const taken = takeSome(tx, place, one)
      if (taken > 0) return { [place.table]: taken }
    }
  return null
}

/** How many rows of each place belong to a person; who they are first. */
export function countOwnRows(db: ReadDb, known: KnownBy): { what: string; rows: number }[] {
  const counts = new Map<string, number>()
  for (const place of PERSONAL_PLACES)
    for (const { condition, params } of rowsBelonging(place, known, 0)) {
      const sql = `SELECT count(*) AS n FROM ${place.table} WHERE ${condition}`
      const n = db.get(query<{ n: number }>(sql, params))?.n ?? 0
      counts.set(place.what, (counts.get(place.what) ?? 0) + n)
    }
  return [...counts]
    .filter(([what, rows]) => what !== '' && rows > 0)
    .reverse()
    .map(([what, rows]) => ({ what, rows }))
}
