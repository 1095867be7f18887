import type { Contact } from '../../shared/model/account.ts'
import { PersonData } from './person-data.tsx'

function reachOf(contact: Contact): { text: string; tone: string } {
  if (contact.suppressed) return { text: 'never contact', tone: 'bad' }
  if (contact.consent === false) return { text: 'no consent', tone: 'bad' }
  if (!contact.email) return { text: 'no address', tone: 'wait' }
  return { text: 'can be contacted', tone: 'good' }
}

/** The contacts of an account, and whether they can be contacted. */
export function ContactList({ contacts }: { contacts: readonly Contact[] }) {
  if (contacts.length === 0)
    return <p className="quiet">No contacts. Connect a source that has contacts to add them.</p>
  return (
    <ul className="contacts">
      {contacts.map(contact => {
        const { text, tone } = reachOf(contact)

        return (
          <li key={contact.id}>
            <b>{contact.name ?? contact.email ?? 'Unnamed'}</b>
            <span className="quiet">{contact.name ? contact.email : ''}</span>
            <span className={`tag ${tone}`}>{text}</span>
            <PersonData
              person={{ kind: 'contact', id: contact.id }}
              name={contact.name ?? contact.email ?? 'this contact'}
            />
          </li>
        )
      })}
    </ul>
  )
}
