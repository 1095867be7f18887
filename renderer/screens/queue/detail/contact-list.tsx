import type { Contact } from '../../../../shared/model/account.ts'

function standing(contact: Contact): { text: string; tone: string } {
  if (contact.suppressed) return { text: 'never contact', tone: 'bad' }
  if (contact.consent === false) return { text: 'not agreed', tone: 'bad' }
  if (!contact.email) return { text: 'no address', tone: 'wait' }
  return { text: 'may be written to', tone: 'good' }
}

/** The people at an account, and whether we may write to them. */
export function ContactList({ contacts }: { contacts: readonly Contact[] }) {
  if (contacts.length === 0) return <p className="quiet">No contact is known. A source of contacts would bring them.</p>
  return (
    <ul className="contacts">
      {contacts.map(contact => {
        const { text, tone } = standing(contact)
        return (
          <li key={contact.id}>
            <b>{contact.name ?? contact.email ?? 'Unnamed'}</b>
            <span className="quiet">{contact.name ? contact.email : ''}</span>
            <span className={`tag ${tone}`}>{text}</span>
          </li>
        )
      })}
    </ul>
  )
}
