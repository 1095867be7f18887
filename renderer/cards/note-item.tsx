import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Note } from '../../shared/desk/note.ts'
import { useApi } from '../api/client.tsx'
import { keyLabel } from '../parts/keys/key-label.ts'
import { exact, personZone, stamp } from '../parts/time.ts'
import { toast } from '../parts/toast.tsx'
import { useUndo } from '../state/undo.ts'
import { NoteField } from './note-field.tsx'

/** One note; its author can change and withdraw it. `issueId`: of the issue in view, whose notes need no title. */
export function NoteItem({ note, issueId, me, now }: { note: Note; issueId: number | null; me: string; now: number }) {
  const { desk } = useApi()
  const undo = useUndo()
  const [draft, setDraft] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const say = (words: string) => ({
    onSuccess: ({ journalId }: { journalId: string }) => {
      setDraft(null)
      toast(words, { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } })
    },
  })
  const edit = useMutation(desk.editNote.mutationOptions(say('Note changed')))
  const withdraw = useMutation(desk.withdrawNote.mutationOptions(say('Note withdrawn')))
  const save = () => {
    const text = draft?.trim() ?? ''
    if (text !== '' && text !== note.text) edit.mutate({ note: note.id, text })
    else setDraft(null)
  }
  const isElsewhere = note.issueId !== null && note.issueId !== issueId
  return (
    <li className="note-item">
      <div className="note-head">
        <b>
          <bdi>{note.author === me ? 'You' : note.author}</bdi>
        </b>
        <time title={exact(note.at, personZone())}>{stamp(note.at, now, personZone())}</time>
        {note.editedAt === null ? null : <span className="quiet">edited</span>}
        {isElsewhere ? (
          <a className="link" href={`#/queue/${note.issueId}`}>
            {note.issueTitle}
          </a>
        ) : null}
        {note.author === me && draft === null ? (
          <span className="note-acts">
            <button type="button" className="btn small plain" onClick={() => setDraft(note.text)}>
              Edit
            </button>
            <button type="button" className="btn small plain" onClick={() => withdraw.mutate({ note: note.id })}>
              Withdraw
            </button>
          </span>
        ) : null}
      </div>
      {draft === null ? (
        <p dir="auto">{note.text}</p>
      ) : (
        <>
          <NoteField
            label="Change the note"
            text={draft}
            field={field}
            onText={setDraft}
            onSave={save}
            onLeave={() => setDraft(null)}
          />
          <button type="button" className="btn small" onClick={save}>
            Save <kbd>{keyLabel('mod+enter')}</kbd>
          </button>
        </>
      )}
    </li>
  )
}
