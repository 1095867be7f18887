import { plainAddress } from '../../shared/person/address.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { isItsContact, isTelling, isTellingId, type KnownBy, telling } from './known-by.ts'

/** Somebody who may be erased or whose data may be exported, by row of this cache. */
export interface Subject {
  kind: 'account' | 'contact'
  id: number
  /** The same on every computer. */
  uid: string
  /** What the person is called on screen, and what is typed to confirm. */
  name: string
  /** The account itself, or the one that the contact belongs to. */
  accountId: number
}

interface AccountRow {
  id: number
  uid: string
  name: string
  email: string | null
  externalRef: string | null
  own: string | null
  properties: string
}
interface ContactRow {
  id: number
  accountId: number
  sourceId: number
  externalId: string
  uid: string
  name: string | null
  email: string | null
  properties: string
}

const ACCOUNT = `id, uid, name, email, external_ref AS externalRef, own, properties`
const accountsOf = (id: number) =>
  query<AccountRow>(
    `SELECT ${ACCOUNT} FROM account WHERE id = (SELECT coalesce(merged_into, id) FROM account WHERE id = $id)
     UNION ALL SELECT ${ACCOUNT} FROM account
       WHERE merged_into = (SELECT coalesce(merged_into, id) FROM account WHERE id = $id) AND merged_into <> id`,
    { id },
  )
const CONTACT = `SELECT c.id, c.account_id AS accountId, c.source_id AS sourceId, c.external_id AS externalId,
  ifnull(s.slug, '') || ':' || c.external_id AS uid, c.name, c.email, c.properties
  FROM contact c LEFT JOIN source s ON s.id = c.source_id`
const contactsOf = (account: number) => query<ContactRow>(`${CONTACT} WHERE c.account_id = ? ORDER BY c.id`, [account])
const contactById = (id: number) => query<ContactRow>(`${CONTACT} WHERE c.id = ?`, [id])
const keysOf = (account: number) =>
  query<{ sourceId: number; id: string }>(
    'SELECT source_id AS sourceId, external_id AS id FROM account_key WHERE account_id = ?',
    [account],
  )
const refsOf = (accounts: string, contact: number | null, addresses: string) =>
  query<{ ref: string }>(
    `SELECT key AS ref FROM outbox WHERE account_id IN (SELECT value FROM json_each($accounts))
       AND ($contact IS NULL OR lane IN (SELECT value FROM json_each($addresses))
         OR intervention_id IN (SELECT id FROM intervention WHERE contact_id = $contact))
     UNION SELECT id FROM intervention WHERE account_id IN (SELECT value FROM json_each($accounts))
       AND ($contact IS NULL OR contact_id = $contact)
     UNION SELECT uid FROM note WHERE $contact IS NULL AND account_id IN (SELECT value FROM json_each($accounts))
     UNION SELECT uid FROM issue WHERE $contact IS NULL AND account_id IN (SELECT value FROM json_each($accounts))`,
    { accounts, contact, addresses },
  )
const othersNamed = (name: string, accounts: string) =>
  query(
    `SELECT 1 FROM contact WHERE name = $name COLLATE NOCASE AND account_id NOT IN (SELECT value FROM json_each($accounts))
     UNION ALL SELECT 1 FROM account WHERE name = $name COLLATE NOCASE AND merged_into IS NULL
       AND id NOT IN (SELECT value FROM json_each($accounts)) LIMIT 1`,
    { name, accounts },
  )

/** What its own source said of an account that stands for others too. */
function ownRowOf(row: AccountRow): AccountRow[] {
  if (row.own === null) return []
  const kept = JSON.parse(row.own) as { name?: string; email?: string | null; external_ref?: string | null }
  return [{ ...row, name: kept.name ?? '', email: kept.email ?? null, externalRef: kept.external_ref ?? null }]
}

const isShell = ({ uid }: AccountRow) => uid.startsWith('erased:')

/** Who is meant; an account that is one person goes with that person. Null where nobody is, or where they were erased. */
export function subjectOf(db: ReadDb, kind: Subject['kind'], id: number): Subject | null {
  const contact = kind === 'contact' ? db.get(contactById(id)) : undefined
  if (kind === 'contact' && !contact) return null
  const [account] = db.all(accountsOf(contact?.accountId ?? id))
  if (!account || isShell(account)) return null
  const { id: accountId, uid, name } = account
  if (!contact || isItsContact(account, db.all(contactsOf(accountId))))
    return { kind: 'account', id: accountId, uid, name, accountId }
  const called = contact.name ?? contact.email ?? contact.externalId
  return { kind: 'contact', id: contact.id, uid: contact.uid, name: called, accountId }
}

/** Gathers what a person is known by, while it is still there. */
export function gatherKnownBy(db: ReadDb, subject: Subject): KnownBy {
  const group = db.all(accountsOf(subject.accountId))
  const isContact = subject.kind === 'contact'
  const contacts = isContact ? db.all(contactById(subject.id)) : group.flatMap(({ id }) => db.all(contactsOf(id)))
  const own = isContact ? [] : group.flatMap(row => [row, ...ownRowOf(row)])
  const ids = [
    ...contacts.map(({ sourceId, externalId }) => ({ sourceId, id: externalId })),
    ...(isContact ? [] : group.flatMap(({ id }) => db.all(keysOf(id)))),
  ]
  const emails = [...contacts, ...own].flatMap(({ email }) => (email?.trim() ? email : []))
  const addresses = [...new Set(emails.map(plainAddress))]
  const accounts = group.map(({ id }) => id)
  const calls = [...contacts, ...own].flatMap(({ name }) => (name && isTelling(name) ? name : []))
  const names = [
    ...[...emails, ...addresses],
    ...calls.filter(name => db.get(othersNamed(name, JSON.stringify(accounts))) === undefined),
    ...[...contacts, ...own].flatMap(({ uid, properties }) => [uid, ...telling(properties)]),
    ...own.flatMap(({ externalRef }) => externalRef ?? []),
    ...ids.map(({ id }) => id).filter(isTellingId),
  ]
  const refs = db.all(refsOf(JSON.stringify(accounts), isContact ? subject.id : null, JSON.stringify(addresses)))
  return {
    accounts,
    contact: isContact ? subject.id : null,
    addresses,
    names: [...new Set(names)],
    ids,
    refs: refs.map(({ ref }) => ref),
  }
}

/** All rows by which a source names the person: what may not come back. */
export const sourceNames = (db: ReadDb, { accounts, contact }: KnownBy) => {
  const contacts = contact === null ? accounts.flatMap(id => db.all(contactsOf(id))) : db.all(contactById(contact))
  const keys = contact === null ? accounts.flatMap(id => db.all(keysOf(id))) : []
  return [
    ...keys.map(({ sourceId, id }) => ({ sourceId, record: 'account' as const, of: '', externalId: id })),
    ...contacts.map(({ sourceId, externalId }) => ({ sourceId, record: 'contact' as const, of: '', externalId })),
  ]
}

const uidRows = (kind: Subject['kind']) =>
  kind === 'account'
    ? query<{ id: number; uid: string }>("SELECT id, uid FROM account WHERE uid NOT LIKE 'erased:%'")
    : query<{ id: number; uid: string }>(
        "SELECT c.id, ifnull(s.slug, '') || ':' || c.external_id AS uid FROM contact c LEFT JOIN source s ON s.id = c.source_id",
      )

/** The person whose name in a decision is `token`, on a computer that still has them. */
export function subjectByToken(db: ReadDb, kind: Subject['kind'], isToken: (uid: string) => boolean): Subject | null {
  const row = db.all(uidRows(kind)).find(({ uid }) => isToken(uid))
  return row ? subjectOf(db, kind, row.id) : null
}
