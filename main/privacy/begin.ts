import { plainAddress } from '../../shared/person/address.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { addressTombstone, erasedAddress, recordTombstone, type SourceName } from '../cache/erased/hashes.ts'
import type { KnownBy } from './known-by.ts'
import { gatherKnownBy, type Subject, sourceNames } from './subject.ts'

const REASON = 'erased; had said no'

/** Addresses of these contacts that a message may not be sent to: suppressed, or their owner has refused. */
const refusing = (addresses: string, contacts: string) =>
  query<{ address: string }>(
    `SELECT address FROM suppression WHERE address IN (SELECT value FROM json_each($addresses))
     UNION SELECT c.email FROM contact c WHERE c.id IN (SELECT value FROM json_each($contacts)) AND c.email IS NOT NULL
       AND (c.consent = 0 OR EXISTS (SELECT 1 FROM consent s WHERE s.contact_id = c.id AND s.agreed = 0))`,
    { addresses, contacts },
  )
const contactIds = ({ accounts, contact }: KnownBy) =>
  query<{ id: number }>(
    'SELECT id FROM contact WHERE account_id IN (SELECT value FROM json_each($accounts)) AND ($contact IS NULL OR id = $contact)',
    { accounts: JSON.stringify(accounts), contact },
  )

/** Keeps a source from bringing a record back. */
export const layTombstone = (tx: WriteDb, erasure: string, hash: string): void => {
  tx.run(statement('INSERT INTO tombstone (hash, erasure_id) VALUES (?, ?) ON CONFLICT DO NOTHING', [hash, erasure]))
}
export const layRecordTombstone = (tx: WriteDb, erasure: string, key: string, name: SourceName): void =>
  layTombstone(tx, erasure, recordTombstone(key, name))

/**
 * The first step, which commits with the decision: from now on nothing of the person is read again, nothing that waits is
 * sent to them, and who has said no is remembered as a hash.
 */
export function beginErasure(
  tx: WriteDb,
  subject: Subject,
  { id, key, by, at }: { id: string; key: string; by: string; at: number },
): void {
  const known = gatherKnownBy(tx, subject)
  tx.run(
    statement(
      `INSERT INTO erasure (id, kind, state, asked_by, asked_at, known_by) VALUES (?, ?, 'rows', ?, ?, ?)
       ON CONFLICT DO UPDATE SET state = 'rows', known_by = excluded.known_by`,
      [id, subject.kind, by, at, JSON.stringify(known)],
    ),
  )
  for (const name of sourceNames(tx, known)) layRecordTombstone(tx, id, key, name)
  for (const address of known.addresses) layTombstone(tx, id, addressTombstone(key, address))
  for (const address of refusals(tx, known))
    tx.run(
      statement('INSERT INTO suppression (address, reason, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
        erasedAddress(key, address),
        REASON,
        at,
      ]),
    )
  stopMessages(tx, known)
  forgetWords(tx)
  if (known.contact === null) closeAccounts(tx, known, at)
}

/** Whether one of the person's addresses is never written to, before or after an erasure. */
export const saidNo = (db: ReadDb, known: KnownBy): boolean => refusals(db, known).length > 0

function refusals(db: ReadDb, known: KnownBy): string[] {
  const contacts = db.all(contactIds(known)).map(({ id }) => id)
  const found = db.all(refusing(JSON.stringify(known.addresses), JSON.stringify(contacts)))
  return [...new Set(found.map(({ address }) => plainAddress(address)))]
}

/**
 * Words of tickets that just enough people used could be this person's. All of them go, and are learned again from the
 * tickets that are left once the erasure has ended.
 */
const forgetWords = (tx: WriteDb): void => {
  tx.run(statement('UPDATE topic_model SET body = NULL WHERE body IS NOT NULL'))
}

/** What waits is not sent any more, whichever process drains the outbox meanwhile. */
function stopMessages(tx: WriteDb, known: KnownBy): void {
  const refs = JSON.stringify(known.refs)
  tx.run(
    statement(
      `UPDATE outbox SET state = 'cancelled', why = NULL
       WHERE key IN (SELECT value FROM json_each(?)) AND state IN ('waiting', 'held', 'unsure')`,
      [refs],
    ),
  )
  tx.run(
    statement(
      `UPDATE intervention SET state = 'done', wake_at = NULL, ended_because = 'erased'
       WHERE id IN (SELECT value FROM json_each(?)) AND state = 'running'`,
      [refs],
    ),
  )
}

/** Nothing lists, evaluates or writes to the accounts any more, although their rows are still being taken away. */
function closeAccounts(tx: WriteDb, known: KnownBy, at: number): void {
  const accounts = JSON.stringify(known.accounts)
  tx.run(statement('UPDATE account SET merged_into = id WHERE id IN (SELECT value FROM json_each(?))', [accounts]))
  tx.run(
    statement(
      `UPDATE issue SET state = 'closed', closed_at = ?, closed_because = 'erased', snoozed_until = NULL
       WHERE account_id IN (SELECT value FROM json_each(?)) AND state <> 'closed'`,
      [at, accounts],
    ),
  )
}

const erasureById = (id: string) =>
  query<{ id: string; state: string; knownBy: string | null }>(
    'SELECT id, state, known_by AS knownBy FROM erasure WHERE id = ?',
    [id],
  )
/** Erasures that have not ended. */
export const openErasures = query<{ id: string; state: string }>(
  "SELECT id, state FROM erasure WHERE state <> 'done' ORDER BY asked_at",
)
export const erasureOf = (db: ReadDb, id: string) => db.get(erasureById(id))
