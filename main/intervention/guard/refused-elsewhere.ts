import { plainAddress } from '../../../shared/person/address.ts'
import type { ReadDb } from '../../cache/db.ts'
import type { ContactRow } from './contact-rows.ts'
import { asked, list } from './facts-keys.ts'
import { consentsOf, contactsAt } from './facts-sql.ts'

type Who = Pick<ContactRow, 'id' | 'email'>

/**
 * Whether a person has refused a topic as another contact with the same address: one person is a contact of each source
 * and account that knows them, and what they say to one of them is meant for all. A word on the topic goes before a
 * general one, whichever contact it is of.
 */
export function refusedElsewhere(db: ReadDb, who: readonly Who[]): (contact: Who, topic: string) => boolean {
  const addresses = who.flatMap(({ email }) => (email?.trim() ? [email.trim(), plainAddress(email)] : []))
  const same = asked(db, list(addresses), contactsAt)
  const said = new Map(
    asked(db, list(same.map(({ id }) => id)), consentsOf).map(row => [`${row.contactId} ${row.topic}`, row.agreed]),
  )
  const byAddress = Map.groupBy(same, ({ email }) => plainAddress(email))
  return ({ id, email }, topic) => {
    const agreed = said.get(`${id} ${topic}`) === 1
    return (byAddress.get(plainAddress(email ?? '')) ?? []).some(other => {
      if (other.id === id) return false
      const onTopic = said.get(`${other.id} ${topic}`)
      return onTopic === undefined ? other.consent === 0 && !agreed : onTopic === 0
    })
  }
}
