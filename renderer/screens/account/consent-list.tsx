import { useMutation, useQuery } from '@tanstack/react-query'
import { type Playbook, placedSteps } from '../../../shared/intervention/playbook.ts'
import type { Contact } from '../../../shared/model/account.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { PersonData } from '../../cards/person-data.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { toast } from '../../parts/toast.tsx'
import { useUndo } from '../../state/undo.ts'

const inGeneral = ({ suppressed, consent }: Contact): string =>
  suppressed ? 'never contact' : consent === null ? 'not asked' : consent ? 'agreed in general' : 'refused in general'

/** What a contact says about a topic: yes, no, or what they said in general. */
const NEXT = [
  { agreed: null, text: 'as in general', tone: '' },
  { agreed: true, text: 'agreed', tone: 'good' },
  { agreed: false, text: 'refused', tone: 'bad' },
] as const

/** A topic as it is read, not as a playbook names it: “service notice” for `service_notice`. */
const topicWords = (topic: string): string => topic.replaceAll('_', ' ')

/** The topics of the messages that a playbook sends. */
const topicsOf = ({ steps }: Pick<Playbook, 'steps'>): string[] =>
  placedSteps(steps).flatMap(({ step }) => (step.type === 'outreach' ? step.topic : []))

/** Contacts of an account with their consent by topic; a click or Enter goes on to the next answer. */
export function ConsentList({ accountId, contacts }: { accountId: number; contacts: readonly Contact[] }) {
  const api = useApi()
  const undo = useUndo()
  const said = useQuery(api.account.consents.queryOptions({ input: { id: accountId } }))
  const playbooks = useQuery(api.playbook.list.queryOptions())
  // A topic shows what a contact said of it, so there is none to show before that is known.
  const consents = said.data ?? []
  const topics = said.data
    ? [...new Set([...(playbooks.data ?? []).flatMap(topicsOf), ...consents.map(({ topic }) => topic)])].sort()
    : []
  const set = useMutation(
    api.account.setConsent.mutationOptions({
      onSuccess: ({ journalId }) =>
        toast('Consent recorded', { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } }),
    }),
  )
  if (contacts.length === 0)
    return <p className="quiet">No contacts. Connect a source that has contacts to add them.</p>
  const failed = said.error ?? playbooks.error
  return (
    <>
      {failed ? <ErrorNote failure={failureOf(failed)} /> : null}
      <ul className="account-contacts">
        {contacts.map(contact => {
          const name = contact.name ?? contact.email ?? 'Unnamed'
          const about = [contact.name ? contact.email : null, contact.timeZone, contact.locale]
          return (
            <li key={contact.id}>
              <div className="account-contact">
                <b>
                  <bdi>{name}</bdi>
                </b>
                <span className="quiet">{inGeneral(contact)}</span>
                <PersonData person={{ kind: 'contact', id: contact.id }} name={name} />
              </div>
              <small>{about.filter(Boolean).join(' · ')}</small>
              <div className="account-topics">
                {topics.map(topic => {
                  const own = consents.find(one => one.contactId === contact.id && one.topic === topic)
                  const at = NEXT.findIndex(({ agreed }) => agreed === (own?.agreed ?? null))
                  const now = NEXT[at] ?? NEXT[0]
                  const next = NEXT[(at + 1) % NEXT.length] ?? NEXT[0]
                  return (
                    <button
                      type="button"
                      key={topic}
                      className={`tag ${now.tone}`}
                      aria-label={`${name}, ${topicWords(topic)}: ${now.text}. Change to ${next.text}`}
                      onClick={() => set.mutate({ contactId: contact.id, topic, agreed: next.agreed })}
                    >
                      {topicWords(topic)}: {now.text}
                    </button>
                  )
                })}
              </div>
            </li>
          )
        })}
      </ul>
    </>
  )
}
