import { fail, ok, type Result } from '../../../shared/result.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type ContactRow, contactsOf, entriesOf } from '../guard/contact-rows.ts'
import { consentsOf, suppressionsOf } from '../guard/facts-sql.ts'
import { refusedElsewhere } from '../guard/refused-elsewhere.ts'

type OfAccount = ContactRow & { accountId: number }

// In an order that is the same on every computer: a decision that names no contact must mean the same one everywhere.
const contactsOfAccounts = (accounts: string) =>
  query<OfAccount>(
    `SELECT c.id, c.account_id AS accountId, c.name, c.email, c.time_zone AS timeZone, c.locale, c.consent
     FROM json_each(?) k CROSS JOIN contact c ON c.account_id = k.value
     ORDER BY c.account_id, length(c.external_id), c.external_id, (SELECT slug FROM source WHERE id = c.source_id)`,
    [accounts],
  )

/**
 * Whom to write to at each account about a topic: the first contact who can and may be written to, then the first with an
 * address, then any.
 */
export function chooseContacts(
  db: ReadDb,
  accounts: readonly number[],
): (account: number, topic: string) => ContactRow | null {
  const rows = db.all(contactsOfAccounts(JSON.stringify(accounts)))
  const byAccount = Map.groupBy(rows, row => row.accountId)
  const choice = rows.filter(row => (byAccount.get(row.accountId)?.length ?? 0) > 1)
  const said = new Map(
    db
      .all(consentsOf(JSON.stringify(choice.map(({ id }) => id))))
      .map(({ contactId, topic, agreed }) => [`${contactId} ${topic}`, agreed]),
  )
  const elsewhere = refusedElsewhere(db, choice)
  const entries = entriesOf(db)
  const addresses = choice.flatMap(({ email }) => (email ? entries(email) : []))
  const never = new Set(db.all(suppressionsOf(JSON.stringify([...new Set(addresses)]))).map(row => row.address))
  return (account, topic) => {
    const contacts = byAccount.get(account) ?? []
    const reachable = contacts.filter(({ email }) => email?.trim())
    const willing = reachable.find(
      contact =>
        (said.get(`${contact.id} ${topic}`) ?? contact.consent) !== 0 &&
        !elsewhere(contact, topic) &&
        !entries(contact.email ?? '').some(entry => never.has(entry)),
    )
    return willing ?? reachable[0] ?? contacts[0] ?? null
  }
}

/** The one asked for; otherwise a contact who may be written to about the topic. */
export function chooseContact(
  db: ReadDb,
  accountId: number,
  topic: string,
  wanted: number | undefined,
): Result<ContactRow | null> {
  if (wanted === undefined) return ok(chooseContacts(db, [accountId])(accountId, topic))
  const found = db.all(contactsOf(accountId)).find(contact => contact.id === wanted)
  return found
    ? ok(found)
    : fail(
        'not_found',
        'The contact cannot be used.',
        'The contact does not belong to this account.',
        'Choose another.',
      )
}
