import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { NoteField } from '../../../cards/note-field.tsx'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { TextField } from '../../../parts/field.tsx'
import { Form, firstLack, SendButton, STILL_SAVING, unlessTyped } from '../../../parts/form.tsx'
import { plural } from '../../../parts/number.ts'
import { Dialog } from '../../../parts/over/dialog.tsx'
import { toast } from '../../../parts/toast.tsx'
import { useSelection } from '../../../state/selection.ts'
import { useUndo } from '../../../state/undo.ts'

/** The colleague that a text means: the one called so, else the only or first whose name begins so. */
export function colleagueNamed(text: string, people: readonly string[]): string | null {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return null
  const named = people.find(name => name.toLowerCase() === wanted)
  return named ?? people.find(name => name.toLowerCase().startsWith(wanted)) ?? null
}

function HandOverForm({ ids, close }: { ids: readonly number[]; close: () => void }) {
  const api = useApi()
  const { me, people = [] } = useQuery(api.desk.people.queryOptions()).data ?? {}
  const others = people.filter(name => name !== me)
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const undo = useUndo()
  const colleague = colleagueNamed(name, others)
  const assign = useMutation(
    api.issue.assign.mutationOptions({
      onSuccess: ({ journalId }, { colleague }) => {
        close()
        useSelection.getState().clearChecked()
        const what = ids.length > 1 ? `${plural(ids.length, 'issue')} handed` : 'Handed'
        toast(`${what} over to ${colleague}`, { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } })
      },
    }),
  )
  const lack = firstLack(
    assign.isPending && STILL_SAVING,
    unlessTyped(name, 'Name a colleague first', 'colleague'),
    colleague === null && { say: `No colleague’s name begins with “${name.trim()}”`, field: 'colleague' },
  )
  const save = () => colleague !== null && assign.mutate({ ids: [...ids], colleague, text: text.trim() })
  const send = () => field.current?.form?.requestSubmit()
  return (
    <Form className="stack" lack={lack} onSend={save}>
      {others.length === 0 ? (
        <p className="note">
          Nobody else acts in this workspace yet. Give a colleague a role in Settings to hand issues over to them.
        </p>
      ) : null}
      <TextField
        label="To"
        name="colleague"
        value={name}
        onText={setName}
        data-autofocus
        autoComplete="off"
        list="hand-over-people"
        placeholder={others.slice(0, 3).join(', ')}
      />
      <datalist id="hand-over-people">
        {others.map(one => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <NoteField label="A note for them" text={text} field={field} onText={setText} onSave={send} onLeave={close} />
      {assign.error ? <ErrorNote failure={failureOf(assign.error)} /> : null}
      <div className="dialog-acts">
        <button type="button" className="btn" onClick={close}>
          Cancel
        </button>
        <SendButton>
          {colleague === null ? 'Hand over' : `Hand over to ${colleague}`} <kbd>⏎</kbd>
        </SendButton>
      </div>
    </Form>
  )
}

/** Hands issues over to a colleague, with a note where there is something to say. Null: the dialog is closed. */
export function HandOver({ ids, close }: { ids: readonly number[] | null; close: () => void }) {
  const title = ids && ids.length > 1 ? `Hand over ${plural(ids.length, 'issue')}` : 'Hand over the issue'
  return (
    <Dialog opened={ids !== null} onClose={close} title={title} size={480}>
      {ids === null ? null : <HandOverForm ids={ids} close={close} />}
    </Dialog>
  )
}
