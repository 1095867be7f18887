import { useState } from 'react'
import { toast, toastChoose } from '../parts/toast.tsx'
import { type KeyUse, useKeys } from './keys.tsx'

/** The current row of a table, and the rows selected for the next command. */
export interface Rows {
  at: number | null
  go: (id: number) => void
  chosen: ReadonlySet<number>
  choose: (ids: readonly number[], on: boolean) => void
  clear: () => void
  /** The rows that the next command applies to: the selected ones, or else the current one. */
  targets: () => number[]
}

/** The row `by` places from `id`; the first row where there is no current one or it has left the list. */
export function moved<Id>(ids: readonly Id[], id: Id | null, by: number): Id | null {
  const from = id === null ? -1 : ids.indexOf(id)
  if (from < 0) return ids[0] ?? null
  return ids[Math.max(0, Math.min(ids.length - 1, from + by))] ?? null
}

/** Says where a list ends. `what`: one of its rows, such as “incident”. */
export function answerEnd(by: number, rows: number, what: string): void {
  toast(rows === 0 ? `There is no ${what} in this list` : `This is the ${by > 0 ? 'last' : 'first'} ${what}`)
}

/** The row `by` places from `id`, as `moved` gives it; says so where that is the same row. */
export function movedOrEnd<Id>(ids: readonly Id[], id: Id | null, by: number, what: string): Id | null {
  const next = moved(ids, id, by)
  if (next === id) answerEnd(by, ids.length, what)
  return next
}

/** The keys that go through a list, and the arrows beside them. `what`: one of its rows, as the list of keys names it. */
export function moveKeys(group: string, move: (by: number) => void, what = 'row'): KeyUse[] {
  const turn = { group, repeat: true }
  const next = { ...turn, label: `next ${what}`, run: () => move(1) }
  const previous = { ...turn, label: `previous ${what}`, run: () => move(-1) }
  return [
    { act: 'rows.next', ...next },
    { act: 'rows.previous', ...previous },
    { keys: 'arrowdown', ...next, hidden: true },
    { keys: 'arrowup', ...previous, hidden: true },
  ]
}

/** Moves through a table with `j` and `k`; `x` selects rows where a command can apply to several. */
export function useRowKeys(ids: readonly number[], group: string, several = false): Rows {
  const [at, setAt] = useState<number | null>(null)
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set())
  // Rows that have left the list are no longer selected.
  const chosen = new Set([...picked].filter(id => ids.includes(id)))
  const here = at !== null && ids.includes(at) ? at : null
  const choose = (some: readonly number[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of some) on ? next.add(id) : next.delete(id)
    setPicked(next)
  }
  const move = (by: number) => {
    const next = movedOrEnd(ids, here, by, 'row')
    setAt(next)
    // A tab or button that kept the focus would take the Enter that is meant for the row.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    if (next !== null) document.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const extend = (by: number) => {
    const next = moved(ids, here, by)
    choose(
      [here, next].filter(id => id !== null),
      true,
    )
    move(by)
  }
  const turn = { group, repeat: true }
  useKeys([
    ...moveKeys(group, move),
    ...(several
      ? [
          {
            act: 'rows.select' as const,
            group,
            run: () => (here === null ? toastChoose('row', 'rows.next') : choose([here], !chosen.has(here))),
          },
          { act: 'rows.down' as const, ...turn, run: () => extend(1) },
          { act: 'rows.up' as const, ...turn, run: () => extend(-1) },
          {
            act: 'rows.all' as const,
            group,
            run: () => (ids.length === 0 ? answerEnd(1, 0, 'row') : choose(ids, chosen.size < ids.length)),
          },
        ]
      : []),
  ])
  return {
    at: here,
    go: setAt,
    chosen,
    choose,
    clear: () => setPicked(new Set()),
    targets: () => (chosen.size > 0 ? [...chosen] : here === null ? [] : [here]),
  }
}
