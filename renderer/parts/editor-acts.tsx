import { Key } from './keys/key.tsx'

interface Props {
  maySave: boolean
  onExport: () => void
  onDuplicate: () => void
  /** Null while there is nothing to discard. */
  onDiscard: (() => void) | null
  onSave: () => void
}

/** The buttons for a definition that is being edited. */
export function EditorActs({ maySave, onExport, onDuplicate, onDiscard, onSave }: Props) {
  return (
    <span className="editor-acts">
      <button type="button" className="btn small plain" onClick={onExport}>
        Export
      </button>
      <button type="button" className="btn small plain" onClick={onDuplicate}>
        Duplicate
      </button>
      {onDiscard ? (
        <button type="button" className="btn small" onClick={onDiscard}>
          Discard
        </button>
      ) : null}
      <button type="button" className="btn small main" aria-disabled={!maySave} onClick={onSave}>
        Save <Key of="editor.save" />
      </button>
    </span>
  )
}
