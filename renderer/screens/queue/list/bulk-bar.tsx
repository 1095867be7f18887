import { memo } from 'react'
import { Key } from '../../../parts/keys/key.tsx'
import { count, plural } from '../../../parts/number.ts'
import { CATEGORY_WORDS } from '../../../parts/words.ts'
import { useBulk } from '../../../state/bulk.ts'
import { useKeys } from '../../../state/keys.tsx'
import { useSelection } from '../../../state/selection.ts'
import { useDragList } from './shape/save-list.ts'

/** Shows what the next command applies to: the selected issues, or all of a category. */
export const BulkBar = memo(function BulkBar() {
  const { view, checked, category, incident, clearChecked } = useSelection()
  // Filtered by an incident, the incident's own line offers the message to all.
  const whole = category && !incident && view === 'now'
  const { ask } = useBulk()
  const drag = useDragList()('selection')
  const write = () =>
    ask({ whom: { issueIds: [...checked] }, title: plural(checked.size, 'selected issue'), each: true })
  const all = () =>
    category &&
    ask({
      whom: { category },
      title: `all open ${CATEGORY_WORDS[category].toLowerCase()} issues`,
      category,
      each: true,
    })
  const group = 'Queue'
  const toAll = { act: 'act.message_all' as const, label: 'message all in this category', group, run: () => all() }
  useKeys(
    checked.size > 0
      ? [
          { keys: 'escape', label: 'clear the selection', group, run: clearChecked },
          { act: 'act.write', label: 'message all selected', group, run: write },
          { act: 'act.message_all', label: 'message all selected', group, hidden: true, run: write },
        ]
      : whole
        ? [toAll]
        : [],
  )
  if (checked.size === 0)
    return whole ? (
      <div className="bulk calm">
        <b>{CATEGORY_WORDS[category]}</b>
        <button type="button" onClick={all}>
          <Key of="act.message_all" /> message all
        </button>
      </div>
    ) : null
  return (
    <div
      className="bulk"
      role="status"
      {...drag}
      title={drag.draggable ? 'Drag the selection out as a CSV file' : undefined}
    >
      <b className="first">{count(checked.size)} selected</b>
      <i className="break" aria-hidden="true" />
      <span>
        <Key of="act.claim" /> claim
      </span>
      <span>
        <Key of="act.snooze" /> snooze
      </span>
      <span>
        <Key of="act.dismiss" /> dismiss
      </span>
      <span>
        <Key of="act.resolve" /> resolve
      </span>
      <button type="button" className="first" onClick={write}>
        <Key of="act.write" /> message
      </button>
      <button type="button" className="first" onClick={clearChecked}>
        <kbd>Esc</kbd> clear
      </button>
    </div>
  )
})
