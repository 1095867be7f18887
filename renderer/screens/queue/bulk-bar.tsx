import { count } from '../../parts/number.ts'
import { useKeys } from '../../state/keys.tsx'
import { useSelection } from '../../state/selection.ts'

/** Says how many issues the next command is for. */
export function BulkBar() {
  const { checked, clearChecked } = useSelection()
  const clear = { keys: 'escape', label: 'clear the selection', group: 'Queue', run: clearChecked }
  useKeys(checked.size > 0 ? [clear] : [])
  if (checked.size === 0) return null
  return (
    <div className="bulk" role="status">
      <b>{count(checked.size)} selected</b>
      <span>
        <kbd>c</kbd> claim
      </span>
      <span>
        <kbd>s</kbd> snooze
      </span>
      <span>
        <kbd>d</kbd> dismiss
      </span>
      <span>
        <kbd>e</kbd> resolve
      </span>
      <button type="button" onClick={clearChecked}>
        <kbd>Esc</kbd>
      </button>
    </div>
  )
}
