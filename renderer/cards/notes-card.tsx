import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { DeskSubject } from '../../shared/desk/note.ts'
import type { PromiseMade } from '../../shared/desk/promise.ts'
import { useApi } from '../api/client.tsx'
import { failureOf } from '../api/errors.ts'
import { ErrorNote } from '../parts/error-note.tsx'
import { Key } from '../parts/keys/key.tsx'
import { keyLabel } from '../parts/keys/key-label.ts'
import { toast, toastBusy } from '../parts/toast.tsx'
import { useKeys } from '../state/keys.tsx'
import { useUndo } from '../state/undo.ts'
import { subjectKey, useNoteDrafts } from './note-drafts.ts'
import { NoteField } from './note-field.tsx'
import { NoteItem } from './note-item.tsx'
import { PromiseMenu } from './promise-menu.tsx'
import { dueWords, standingWords } from './promise-words.ts'
import './cards.css'

/** More notes are shown when asked for. */
const SHOWN = 5

function PromiseLine({ promise, now, isFirst }: { promise: PromiseMade; now: number; isFirst: boolean }) {
  const [opened, setOpened] = useState(false)
  const { text, tone } = standingWords(promise, now)
  useKeys(isFirst ? [{ act: 'issue.promise', run: () => setOpened(true) }] : [])
  return (
    <li className="promise-line">
      <span className={`tag ${tone}`}>{text}</span>
      <b>{dueWords(promise.dueAt, now)}</b>
      <span className="promise-quote" title={promise.quote}>
        <bdi>{promise.owner}</bdi>: <bdi>“{promise.quote}”</bdi>
      </span>
      <PromiseMenu promise={promise} now={now} opened={opened} onClose={() => setOpened(false)}>
        <button type="button" className="btn small" aria-haspopup="menu" onClick={() => setOpened(true)}>
          {promise.state === 'proposed' ? 'Confirm …' : 'Answer …'} {isFirst ? <Key of="issue.promise" /> : null}
        </button>
      </PromiseMenu>
    </li>
  )
}

function useWatching(of: DeskSubject, isWatched: boolean) {
  const { desk } = useApi()
  const undo = useUndo()
  const say = (words: string) => ({
    onSuccess: ({ journalId }: { journalId: string }) =>
      toast(words, { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } }),
  })
  const watch = useMutation(desk.watch.mutationOptions(say('Watched: changes are on My day')))
  const unwatch = useMutation(desk.unwatch.mutationOptions(say('No longer watched')))
  return () => (isWatched ? unwatch : watch).mutate(of)
}

function useWriting(of: DeskSubject) {
  const key = subjectKey(of)
  const text = useNoteDrafts(state => state.bySubject[key] ?? '')
  const write = useNoteDrafts(state => state.write)
  const undo = useUndo()
  const save = useMutation(
    useApi().desk.writeNote.mutationOptions({
      onSuccess: ({ journalId }) => {
        write(key, '')
        toast('Note written', { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } })
      },
    }),
  )
  return {
    text,
    onText: (next: string) => write(key, next),
    /** Whether there was anything to save. */
    save: (failed: () => void): boolean => {
      if (text.trim() === '') toast('Write the note first')
      else if (save.isPending) toastBusy('The note is still being saved')
      if (text.trim() === '' || save.isPending) return false
      save.mutate({ of, text: text.trim() }, { onError: failed })
      return true
    },
  }
}

/** What colleagues wrote and promised about an issue or an account, and a field for another note. */
export function NotesCard({ of, now }: { of: DeskSubject; now: number }) {
  const api = useApi()
  const about = useQuery(api.desk.about.queryOptions({ input: of }))
  const me = useQuery(api.desk.people.queryOptions()).data?.me ?? ''
  const field = useRef<HTMLTextAreaElement>(null)
  const [all, showAll] = useState(false)
  const issueId = 'issueId' in of ? of.issueId : null
  const isWatched = about.data?.watching[issueId === null ? 'account' : 'issue'] ?? false
  const toggle = useWatching(of, isWatched)
  const writing = useWriting(of)
  const { notes = [], promises = [] } = about.data ?? {}
  const write = () => {
    field.current?.focus()
    // A note that was begun before goes on where it ends; a field that is drawn again has its caret at the start.
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length)
  }
  useKeys([
    { act: 'issue.note', run: write },
    { act: 'issue.watch', label: isWatched ? 'unwatch' : 'watch', run: toggle },
  ])
  // Where it cannot be saved, the text is in its field still, and the same keys must save it, not send a message.
  const again = () => {
    if (document.activeElement === document.body) field.current?.focus()
  }
  const save = () => {
    if (writing.save(again)) field.current?.blur()
  }
  return (
    <section className="card notes-card" aria-label="Notes">
      <h2>
        Notes
        <button type="button" className="btn small plain" aria-pressed={isWatched} onClick={toggle}>
          {isWatched ? 'Watched' : 'Watch'} <Key of="issue.watch" />
        </button>
      </h2>
      {about.error ? <ErrorNote failure={failureOf(about.error)} /> : null}
      {promises.length > 0 ? (
        <ul aria-label="Promises">
          {promises.map((promise, at) => (
            <PromiseLine key={promise.id} promise={promise} now={now} isFirst={at === 0} />
          ))}
        </ul>
      ) : null}
      <NoteField
        // Keys that follow must not be typed into the note of another issue.
        key={issueId}
        label="Write a note"
        placeholder="Write a note: @name mentions, “by Friday” promises"
        text={writing.text}
        field={field}
        onText={writing.onText}
        onSave={save}
        onLeave={() => field.current?.blur()}
      />
      {writing.text.trim() === '' ? null : (
        <button type="button" className="btn small" onClick={save}>
          Save the note <kbd>{keyLabel('mod+enter')}</kbd>
        </button>
      )}
      <ul>
        {notes.slice(0, all ? notes.length : SHOWN).map(note => (
          <NoteItem key={note.id} note={note} issueId={issueId} me={me} now={now} />
        ))}
      </ul>
      {notes.length > SHOWN && !all ? (
        <button type="button" className="btn small plain" onClick={() => showAll(true)}>
          Show all {notes.length} notes
        </button>
      ) : null}
    </section>
  )
}
