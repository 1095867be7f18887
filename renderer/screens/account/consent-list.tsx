import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Consent } from '../../../shared/intervention/consent.ts'
import { type Playbook, placedSteps } from '../../../shared/intervention/playbook.ts'
import type { Contact } from '../../../shared/model/account.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { PersonData } from '../../cards/person-data.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { ChoiceMenu } from '../../parts/over/choice-menu.tsx'
import { personZone, stamp } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { useNow } from '../../state/now.ts'
import { useUndo } from '../../state/undo.ts'

const inGeneral = ({ suppressed, consent }: Contact): string =>
  suppressed ? 'never contact' : consent === null ? 'not asked' : consent ? 'agreed in general' : 'refused in general'

/** What a contact can have said about a topic, each with the words once it is recorded. */
const ANSWERS = [
  { agreed: true, text: 'agreed', label: 'Agreed', tone: 'good', recorded: 'Agreement recorded' },
  { agreed: false, text: 'refused', label: 'Refused', tone: 'bad', recorded: 'Refusal recorded' },
  {
    agreed: null,
    text: 'as in general',
    label: 'As in general',
    tone: '',
    recorded: 'The answer in general counts again',
  },
] as const

/** A topic as it is read, not as a playbook names it: “service notice” for `service_notice`. */
const topicWords = (topic: string): string => topic.replaceAll('_', ' ')

/** The topics of the messages that a playbook sends. */
const topicsOf = ({ steps }: Pick<Playbook, 'steps'>): string[] =>
  placedSteps(steps).flatMap(({ step }) => (step.type === 'outreach' ? step.topic : []))

interface TopicProps {
  contact: Contact
  name: string
  topic: string
  /** What the contact has said about it; undefined where only the answer in general counts. */
  said: Consent | undefined
}

/** What a contact says about a topic. Its menu goes to each answer directly: a refusal must not record an agreement on its way. */
function Topic({ contact, name, topic, said }: TopicProps) {
  const undo = useUndo()
  const now = useNow()
  const [opened, setOpened] = useState(false)
  const set = useMutation(
    useApi().account.setConsent.mutationOptions({
      onSuccess: ({ journalId }, { agreed }) =>
        toast(ANSWERS.find(answer => answer.agreed === agreed)?.recorded ?? '', {
          act: { label: 'Undo', act: 'undo', run: () => undo(journalId) },
        }),
    }),
  )
  const here = ANSWERS.find(({ agreed }) => agreed === (said?.agreed ?? null)) ?? ANSWERS[2]
  const about = topicWords(topic)
  const choices = ANSWERS.map(({ agreed, text, label }, at) => ({
    key: String(at + 1),
    label,
    ...(agreed === here.agreed ? { detail: 'now' } : agreed === null ? { detail: inGeneral(contact) } : {}),
    run: () =>
      agreed === here.agreed
        ? toast(`Nothing changed: ${about} is “${text}” already`)
        : set.mutate({ contactId: contact.id, topic, agreed }),
  }))
  return (
    <ChoiceMenu
      opened={opened}
      onClose={() => setOpened(false)}
      title={`What ${name} said: ${about}`}
      choices={choices}
      extra={<p className="quiet">{whoSaid(said, now)}</p>}
    >
      <button
        type="button"
        className={`tag ${here.tone}`}
        aria-haspopup="menu"
        aria-label={`${name}, ${about}: ${here.text}. Change`}
        onClick={() => setOpened(true)}
      >
        {about}: {here.text}
      </button>
    </ChoiceMenu>
  )
}

/** Where an answer comes from. */
function whoSaid(said: Consent | undefined, now: number): string {
  if (!said) return 'Nobody has recorded an answer to this topic, so the answer in general counts.'
  const when = stamp(said.at, now, personZone())
  return said.by === null ? `Recorded ${when}.` : `Recorded by ${said.by}, ${when}.`
}

/** Contacts of an account with their consent by topic; each topic opens a menu of the answers. */
export function ConsentList({ accountId, contacts }: { accountId: number; contacts: readonly Contact[] }) {
  const api = useApi()
  const said = useQuery(api.account.consents.queryOptions({ input: { id: accountId } }))
  const playbooks = useQuery(api.playbook.list.queryOptions())
  // A topic shows what a contact said of it, so there is none to show before that is known.
  const consents = said.data ?? []
  const topics = said.data
    ? [...new Set([...(playbooks.data ?? []).flatMap(topicsOf), ...consents.map(({ topic }) => topic)])].sort()
    : []
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
                {topics.map(topic => (
                  <Topic
                    key={topic}
                    {...{ contact, name, topic }}
                    said={consents.find(one => one.contactId === contact.id && one.topic === topic)}
                  />
                ))}
              </div>
            </li>
          )
        })}
      </ul>
    </>
  )
}
