import { addressesIn } from '../../../shared/person/address.ts'
import { wrappedIds } from '../../../shared/source/bare-id.ts'
import { query, type ReadDb, statement, type WriteDb } from '../db.ts'
import { addressTombstone, erasureKey, inPlaceOf, recordTombstone, type SourceName } from './hashes.ts'
import { leavesOf, mapTexts } from './leaves.ts'

const anyTombstone = query('SELECT 1 FROM tombstone LIMIT 1')
const erasureOf = (hash: string) =>
  query<{ id: string; kind: 'account' | 'contact' }>(
    'SELECT e.id, e.kind FROM tombstone t JOIN erasure e ON e.id = t.erasure_id WHERE t.hash = ?',
    [hash],
  )

/** Looks for erased people in what a source gives. */
export interface ErasedPeople {
  named(name: SourceName): boolean
  /** Whether an address is that of an erased account, or of an erased contact of an account that is still there. */
  address(address: string): 'account' | 'contact' | null
  /** Without the texts that contain the address of an erased person. */
  without(text: string): string
  /** A row as its source has it contains an erased person's id or address. */
  inRaw(raw: string): boolean
  /** Writes down whom the source still has. */
  noteMet(tx: WriteDb, now: number): void
}

/** Null while nobody was erased, which costs one look. */
export function erasedPeople(db: ReadDb, sourceId: number): ErasedPeople | null {
  const key = db.get(anyTombstone) ? erasureKey(db) : null
  if (key === null) return null
  const met = new Set<string>()
  const look = (hash: string) => {
    const found = db.get(erasureOf(hash))
    if (found) met.add(found.id)
    return found?.kind ?? null
  }
  const has = (hash: string): boolean => look(hash) !== null
  // Who was erased while ids still had the wrapping of spreadsheets stays erased without it.
  const isNamed = (name: SourceName): boolean =>
    [name.externalId, ...wrappedIds(name.externalId)].some(externalId =>
      has(recordTombstone(key, { ...name, externalId })),
    )
  const hasAddress = (text: string) => addressesIn(text).some(address => has(addressTombstone(key, address)))
  const isId = (externalId: string) =>
    (['account', 'contact'] as const).some(record => isNamed({ sourceId, record, of: '', externalId }))
  return {
    named: isNamed,
    address: address => look(addressTombstone(key, address)),
    without: text =>
      text.includes('@') ? mapTexts(text, leaf => (hasAddress(leaf) ? inPlaceOf(key, leaf) : leaf)) : text,
    inRaw: raw => leavesOf(raw).some(leaf => hasAddress(leaf) || (leaf.length <= LONGEST_ID && isId(leaf))),
    noteMet: (tx, now) => {
      for (const id of met)
        tx.run(
          statement(
            `INSERT INTO tombstone_met (erasure_id, source_id, at) VALUES (?, ?, ?)
             ON CONFLICT DO UPDATE SET at = excluded.at WHERE at < excluded.at`,
            [id, sourceId, now],
          ),
        )
    },
  }
}

/** Whether a source still had an erased person when it was last read. */
export const hasErasedPeople = (db: ReadDb, sourceId: number): boolean =>
  db.get(query('SELECT 1 FROM tombstone_met WHERE source_id = ? LIMIT 1', [sourceId])) !== undefined

/** No source names its records by longer ids than this. */
const LONGEST_ID = 500
