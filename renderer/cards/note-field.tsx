import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { mentionBeingTyped } from '../../shared/desk/mentions.ts'
import { LONGEST_NOTE } from '../../shared/desk/note.ts'
import { useApi } from '../api/client.tsx'

/** Names that are offered at once. */
const OFFERED = 6

interface Props {
  label: string
  placeholder?: string
  text: string
  field: RefObject<HTMLTextAreaElement | null>
  onText: (text: string) => void
  onSave: () => void
  onLeave: () => void
}

/** A text in which `@` offers the colleagues: arrows choose one, Enter or Tab takes it. Ctrl Enter saves, Escape leaves. */
export function NoteField({ label, placeholder = label, text, field, onText, onSave, onLeave }: Props) {
  const people = useQuery(useApi().desk.people.queryOptions()).data?.people ?? []
  const [caret, setCaret] = useState(0)
  const [chosen, choose] = useState(0)
  const list = useId()
  const typing = mentionBeingTyped(text, Math.min(caret, text.length), people)
  const fits = typing?.fits.slice(0, OFFERED) ?? []
  const at = Math.min(chosen, fits.length - 1)
  const take = (name: string | undefined) => {
    if (!typing || name === undefined) return
    const rest = text.slice(caret)
    const written = `${text.slice(0, typing.from)}@${name}${rest.startsWith(' ') ? '' : ' '}`
    onText(written + rest)
    setCaret(written.length)
    choose(0)
    // The caret follows once the text is there.
    queueMicrotask(() => field.current?.setSelectionRange(written.length, written.length))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const isAct = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (isAct) onSave()
    else if (event.key === 'Escape') onLeave()
    else if (fits.length > 0 && by !== 0) choose((at + by + fits.length) % fits.length)
    else if (fits.length > 0 && (event.key === 'Enter' || event.key === 'Tab')) take(fits[at])
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="note-field">
      <textarea
        ref={field}
        className="in"
        aria-label={label}
        placeholder={placeholder}
        rows={text === '' ? 1 : 3}
        maxLength={LONGEST_NOTE}
        value={text}
        aria-autocomplete="list"
        aria-controls={fits.length > 0 ? list : undefined}
        aria-activedescendant={fits.length > 0 ? `${list}-${at}` : undefined}
        onChange={event => {
          onText(event.currentTarget.value)
          setCaret(event.currentTarget.selectionStart)
        }}
        onSelect={event => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
      {fits.length > 0 ? (
        <div className="note-people" role="listbox" id={list} aria-label="Colleagues">
          {fits.map((name, n) => (
            <button
              type="button"
              role="option"
              key={name}
              id={`${list}-${n}`}
              aria-selected={n === at}
              tabIndex={-1}
              onPointerDown={event => event.preventDefault()}
              onClick={() => take(name)}
            >
              <bdi>{name}</bdi>
            </button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
