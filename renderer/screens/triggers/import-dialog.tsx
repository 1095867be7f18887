import { useState } from 'react'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { tellLack } from '../../parts/form.tsx'
import { Dialog } from '../../parts/over/dialog.tsx'
import { readDefinition } from './explain.ts'

interface Props {
  opened: boolean
  onClose: () => void
  onImport: (definition: Trigger) => void
}

/** Reads a definition from text or a file. A problem is shown, and the text stays. */
export function ImportDialog({ opened, onClose, onImport }: Props) {
  const [text, setText] = useState('')
  const read = text.trim() === '' ? null : readDefinition(text)
  const take = () => {
    if (!read) return tellLack({ say: 'Paste the JSON of a trigger first, or choose its file', field: 'json' })
    if (!('definition' in read)) return tellLack({ say: 'The JSON is not a trigger yet', field: 'json' })
    onImport(read.definition)
    setText('')
    onClose()
  }
  return (
    <Dialog opened={opened} onClose={onClose} title="Import a trigger" size="lg">
      <div className="stack">
        <textarea
          className="in json"
          name="json"
          aria-label="JSON of a trigger"
          placeholder="Paste the JSON of a trigger"
          rows={14}
          spellCheck={false}
          data-autofocus
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <input
          type="file"
          accept="application/json,.json"
          aria-label="File with the JSON of a trigger"
          onChange={event => void event.currentTarget.files?.[0]?.text().then(setText)}
        />
        {read && 'problem' in read ? (
          <p className="bad-text" role="alert">
            {read.problem}
          </p>
        ) : null}
        {read && 'definition' in read ? <p className="quiet">“{read.definition.title}” is valid.</p> : null}
        <div className="dialog-acts">
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="button" className="btn main" aria-disabled={!read || !('definition' in read)} onClick={take}>
            Open in the editor
          </button>
        </div>
      </div>
    </Dialog>
  )
}
