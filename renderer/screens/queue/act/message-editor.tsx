import type { RefObject } from 'react'
import type { Contact } from '../../../../shared/model/account.ts'
import type { Guardrails } from '../../../../shared/model/guardrails.ts'
import type { OutreachPreview } from '../../../../shared/model/intervention.ts'
import { Key } from '../../../parts/keys/key.tsx'
import type { Draft } from '../../../state/drafts.ts'
import { FixFirst } from './fix-first.tsx'
import { Language } from './language.tsx'

interface Props {
  issueId: number
  preview: OutreachPreview
  contacts: readonly Contact[]
  draft: Draft
  /** Where the message gets its reference code once it is queued. */
  reference: Guardrails['referenceCode']
  textRef: RefObject<HTMLTextAreaElement | null>
  onEdit: (change: Partial<Draft>) => void
  onReset: () => void
  /** Shows the message as the recipient will see it. */
  onPreview: () => void
}

const named = (contact: Contact) => contact.name ?? contact.email ?? 'unnamed'

function To({ preview, contacts, onEdit }: Pick<Props, 'preview' | 'contacts' | 'onEdit'>) {
  const { contact, to } = preview
  if (contacts.length < 2) return <span title={to ?? undefined}>{contact ? `To ${named(contact)}` : 'No contact'}</span>
  return (
    <label>
      To{' '}
      <select
        value={contact?.id ?? ''}
        aria-label="Recipient"
        onChange={event => onEdit({ contactId: Number(event.currentTarget.value) })}
      >
        {contact ? null : <option value="">nobody</option>}
        {contacts.map(c => (
          <option key={c.id} value={c.id}>
            {named(c)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** What is added to the words that are shown. */
const REFERENCE: Record<Guardrails['referenceCode'], string | null> = {
  end: 'A line with the reference code of the message is added at the end.',
  subject: 'The reference code of the message is added to the subject.',
  none: null,
}

/** The message as it will be sent, for editing; above it, the fix that runs first. */
export function MessageEditor(props: Props) {
  const { fixFirst } = props.preview
  return (
    <>
      {fixFirst ? <FixFirst first={fixFirst} /> : null}
      <Mail {...props} />
    </>
  )
}

function Mail({ issueId, preview, contacts, draft, reference, textRef, onEdit, onReset, onPreview }: Props) {
  const { message, from, problem } = preview
  const changed = draft.subject !== undefined || draft.text !== undefined
  const leave = (event: React.KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') (event.target as HTMLElement).blur()
  }
  return (
    <section className="mail" aria-label="Message">
      <div className="mail-head">
        <To preview={preview} contacts={contacts} onEdit={onEdit} />
        <span title={`${preview.to ?? ''} from ${from}`}> · from {from}</span>
        {message ? (
          <button type="button" className="link mail-preview" onClick={onPreview}>
            Preview <Key of="act.preview" />
          </button>
        ) : null}
      </div>
      {preview.language ? (
        <Language choice={preview.language} fixed={changed} onChoose={language => onEdit({ language })} />
      ) : null}
      {message ? (
        <>
          {/* A field of the issue before would keep the focus, and the next key would be typed into this letter. */}
          <textarea
            key={`subject ${issueId}`}
            className="mail-subject"
            aria-label="Subject"
            lang={preview.language?.language}
            rows={1}
            value={draft.subject ?? message.subject}
            onKeyDown={leave}
            onChange={event => onEdit({ subject: event.currentTarget.value.replaceAll('\n', ' ') })}
          />
          <textarea
            key={`text ${issueId}`}
            className="mail-text"
            aria-label="Text"
            lang={preview.language?.language}
            ref={textRef}
            value={draft.text ?? message.text}
            onKeyDown={leave}
            onChange={event => onEdit({ text: event.currentTarget.value })}
          />
        </>
      ) : (
        <p className="mail-problem">{problem ?? 'The message cannot be composed.'}</p>
      )}
      {message && REFERENCE[reference] ? <p className="mail-note">{REFERENCE[reference]}</p> : null}
      {changed ? (
        <button type="button" className="mail-reset" onClick={onReset}>
          Edited by you · reset to the playbook’s text
        </button>
      ) : null}
    </section>
  )
}
