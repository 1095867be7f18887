import type { QueueRow } from '../../../../shared/model/queue.ts'
import { toast, toastNoIssue } from '../../../parts/toast.tsx'
import { useKeys } from '../../../state/keys.tsx'
import { answerEnd, moveKeys } from '../../../state/rows.ts'
import { useSelection } from '../../../state/selection.ts'
import { stepFrom } from './follow.ts'
import { holds, issuesOfRow } from './use-queue.ts'

interface ListKeys {
  /** How many rows the list has, and what stands at each. */
  rows: number
  idAt: (position: number) => number | null
  /** The row that the cursor is on. */
  row: QueueRow | undefined
  /** Scrolls to the row at a position. */
  reveal: (position: number) => void
  arithmetic: { isShown: boolean; show: (shown: boolean) => void }
}

/** The issues that a row stands for: those of its customer, where customers are one row; otherwise the one in view. */
function issuesHere(row: QueueRow | undefined, id: number | null): number[] {
  if (row && holds(row, id)) return issuesOfRow(row)
  return id === null ? [] : [id]
}

/** The keys that move through the list and select in it. */
export function useListKeys({ rows, idAt, row, reveal, arithmetic }: ListKeys): void {
  const { position, id, checked, select, check } = useSelection()
  const move = (by: number, extend = false) => {
    const isBetween = row !== undefined && !holds(row, id)
    const next = stepFrom({ position, isBetween }, by, rows)
    const isHere = next === position && idAt(next) === id
    // Home on the first row has what it asks for; j on the last one is told that there is no other.
    if (rows === 0 || (isHere && Math.abs(by) < rows)) return answerEnd(by, rows, 'issue')
    if (extend)
      check(
        [isBetween ? null : idAt(position), idAt(next)].filter(found => found !== null),
        true,
      )
    select(next, idAt(next))
    reveal(next)
  }
  const issues = issuesHere(row, id)
  const turn = (by: number) => {
    if (id === null) return toastNoIssue()
    if (issues.length < 2) return toast('The customer has no other issue in this list')
    select(position, issues[(issues.indexOf(id) + by + issues.length) % issues.length] ?? id)
  }
  const here = { group: 'Queue', repeat: true }
  const ofCustomer = { ...here, hidden: issues.length < 2 }
  useKeys([
    ...moveKeys('Queue', move, 'issue'),
    { keys: 'pagedown', label: 'next page', ...here, hidden: true, run: () => move(10) },
    { keys: 'pageup', label: 'previous page', ...here, hidden: true, run: () => move(-10) },
    { keys: 'home', label: 'first issue', ...here, hidden: true, run: () => move(-rows) },
    { keys: 'end', label: 'last issue', ...here, hidden: true, run: () => move(rows) },
    { act: 'rows.down', ...here, run: () => move(1, true) },
    { act: 'rows.up', ...here, run: () => move(-1, true) },
    { act: 'queue.customer_next', ...ofCustomer, run: () => turn(1) },
    { act: 'queue.customer_previous', ...ofCustomer, run: () => turn(-1) },
    {
      act: 'rows.select',
      label: 'select the issue',
      group: 'Queue',
      run: () => (id === null ? toastNoIssue() : check(issues, !issues.every(one => checked.has(one)))),
    },
    {
      act: 'list.arithmetic',
      label: arithmetic.isShown ? 'hide the arithmetic' : 'show the arithmetic',
      run: () => {
        arithmetic.show(!arithmetic.isShown)
        // Without a row nothing on screen changes.
        if (rows === 0) toast(arithmetic.isShown ? 'Rows no longer show the arithmetic' : 'Rows show the arithmetic')
      },
    },
  ])
}
