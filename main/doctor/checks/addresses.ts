import type { Finding } from '../../../shared/model/finding.ts'
import { isAddress } from '../../../shared/person/address.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'

interface Contact {
  id: number
  sourceId: number
  accountId: number
  externalId: string
  email: string | null
}

interface Found {
  contacts: number
  without: number
  /** The first that cannot be written to. */
  examples: string[]
}

/** Rows that are held at a time. */
const PAGE = 20_000
const SHOWN = 2

const contactsAfter = (id: number) =>
  query<Contact>(
    `SELECT id, source_id AS sourceId, account_id AS accountId, external_id AS externalId, email
     FROM contact WHERE id > ? ORDER BY id LIMIT ?`,
    [id, PAGE],
  )
const accountsAfter = (id: number) =>
  query<{ id: number; uid: string }>(
    `SELECT id, uid FROM account WHERE id > ? AND merged_into IS NULL AND churned_at IS NULL ORDER BY id LIMIT ?`,
    [id, PAGE],
  )
const sources = query<{ id: number; name: string }>('SELECT id, name FROM source ORDER BY id')

/** Every row of a table, page by page. */
function* paged<Row extends { id: number }>(db: ReadDb, after: (id: number) => ReturnType<typeof query<Row>>) {
  for (let last: number | undefined = 0; last !== undefined; ) {
    const page: Row[] = db.all(after(last))
    yield* page
    last = page.length === PAGE ? page.at(-1)?.id : undefined
  }
}

/** What is said of contacts, by source, and which accounts have one who can be written to. */
function lookOver(db: ReadDb) {
  const bySource = new Map<number, Found>()
  const reachable = new Set<number>()
  for (const { sourceId, accountId, externalId, email } of paged(db, contactsAfter)) {
    const found = bySource.get(sourceId) ?? { contacts: 0, without: 0, examples: [] }
    bySource.set(sourceId, found)
    found.contacts++
    if (email !== null && isAddress(email)) reachable.add(accountId)
    else if (found.without++ < SHOWN) found.examples.push(`contact ${externalId}`)
  }
  return { bySource, reachable }
}

/** Contacts that cannot be written to, and accounts that have nobody who can. */
export const contactsWithoutAddress: Check = ({ db }) => {
  const { bySource, reachable } = lookOver(db)
  const found: Finding[] = db.all(sources).flatMap(({ id, name }) => {
    const { contacts, without, examples } = bySource.get(id) ?? { contacts: 0, without: 0, examples: [] }
    if (without === 0) return []
    return {
      check: 'contacts_without_address' as const,
      what: `${without.toLocaleString('en')} of ${several(contacts, 'contact')} of ${name} ${without === 1 ? 'has' : 'have'} no usable e-mail address.`,
      why: 'A playbook that writes e-mail refuses to start for them.',
      todo: `Check the e-mail column in the mapping of ${name}, or add the addresses there.`,
      count: without,
      examples,
      sourceId: id,
    }
  })
  let alone = 0
  const examples: string[] = []
  for (const { id, uid } of paged(db, accountsAfter))
    if (!reachable.has(id) && alone++ < SHOWN) examples.push(`account ${uid}`)
  if (alone > 0)
    found.push({
      check: 'contacts_without_address',
      what: `${several(alone, 'account')} ${alone === 1 ? 'has' : 'have'} no contact with a usable e-mail address.`,
      why: 'Issues of these accounts cannot be answered by e-mail.',
      todo: 'Connect a source with contacts, or map the e-mail address of the account itself.',
      count: alone,
      examples,
      sourceId: null,
    })
  return found
}
