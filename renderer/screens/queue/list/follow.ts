export interface Anchor {
  position: number
  id: number | null
  pinned: boolean
  /** Restored by an undo, and its row is not in the list yet. */
  returning?: boolean
}

/** The list after a change. */
export interface ChangedList {
  rows: number
  idAt(position: number): number | null
  positionOf(id: number): number | null
  /** The person's own command changed it. */
  own: boolean
  /** Nobody has touched a key or pointer yet: the first row is the selected one. */
  untouched: boolean
}

/**
 * Where the selection belongs after the list has changed. It follows its issue. When the issue left the list by the
 * person's own command, the next row is selected; when it left for another reason, it stays in view until they move on.
 * What was opened from elsewhere stays in view, too; where the list has it, the cursor is on its row.
 */
export function followSelection(was: Anchor, { rows, idAt, positionOf, own, untouched }: ChangedList): Anchor {
  if (was.returning && was.id !== null) {
    const back = positionOf(was.id)
    return back === null ? was : { position: back, id: was.id, pinned: false, returning: false }
  }
  if (was.pinned) {
    const at = was.id === null ? null : positionOf(was.id)
    return at === null || at === was.position ? was : { ...was, position: at }
  }
  if (untouched) return { position: 0, id: rows === 0 ? null : idAt(0), pinned: false }
  const found = was.id === null ? null : positionOf(was.id)
  if (found !== null) return found === was.position ? was : { ...was, position: found }
  const position = Math.max(0, Math.min(was.position, rows - 1))
  const next = rows === 0 ? null : idAt(position)
  if (was.id !== null && !own) return next === null && rows > 0 ? was : { ...was, pinned: true }
  if (rows > 0 && next === null) return position === was.position ? was : { ...was, position }
  return { position, id: next, pinned: false }
}

/**
 * The position that a step of `by` rows leads to. `isBetween`: the issue in view has no row at `position`, because it was
 * opened from elsewhere or left the list. It lies before that row then, so that one step down leads to the row.
 */
export function stepFrom({ position, isBetween }: { position: number; isBetween: boolean }, by: number, rows: number) {
  return Math.max(0, Math.min(rows - 1, position + by - (isBetween && by > 0 ? 1 : 0)))
}

/** Where a list has to stand for `row` to be in sight; null where it is already. All in pixels from the top of the list. */
export function scrolledTo(row: { start: number; end: number }, view: { top: number; height: number }): number | null {
  if (row.start < view.top) return row.start
  return row.end > view.top + view.height ? row.end - view.height : null
}
