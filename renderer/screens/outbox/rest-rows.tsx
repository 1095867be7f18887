import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

/** More rows than a window of 1,080 px shows. */
const FIRST = 30
const MORE = 40
/** So many rows beyond the current one are there, so that a key never leads to one that is not. */
const AHEAD = 20
/** How far below what is in sight rows are drawn, px. */
const NEAR = 800

/** How many of `rows` are drawn where a person has come as far as `seen` and stands on row `at` (−1: on none). */
export const rowsDrawn = (rows: number, seen: number, at: number): number =>
  Math.min(rows, Math.max(seen, at + 1 + AHEAD))

/**
 * Draws of a table what a window shows, and the rest as its reader comes near: a hundred rows that nobody looks at take longer than
 * all else of a screen. `at`: the place of the current row, −1 without one.
 */
export function useRowsSoFar(rows: number, at: number): { drawn: number; more: (all: boolean) => void } {
  const [seen, see] = useState(FIRST)
  return { drawn: rowsDrawn(rows, seen, at), more: all => see(n => (all ? rows : n + MORE)) }
}

interface Props {
  /** How many rows are not drawn yet. */
  rows: number
  columns: number
  onNear: (all: boolean) => void
}

/** Stands where rows will be, about as high as they are, and says when they come near. On paper there is nothing to scroll. */
export function RestRows({ rows, columns, onNear }: Props) {
  const foot = useRef<HTMLTableSectionElement>(null)
  const near = useRef(onNear)
  useEffect(() => {
    near.current = onNear
  })
  useEffect(() => {
    const element = foot.current
    if (rows === 0 || !element) return
    const seen: IntersectionObserverCallback = found => {
      if (found.some(({ isIntersecting }) => isIntersecting)) near.current(false)
    }
    const observer = new IntersectionObserver(seen, { root: element.closest('.page'), rootMargin: `${NEAR}px 0px` })
    observer.observe(element)
    const printed = () => flushSync(() => near.current(true))
    window.addEventListener('beforeprint', printed)
    return () => {
      observer.disconnect()
      window.removeEventListener('beforeprint', printed)
    }
  }, [rows])
  if (rows === 0) return null
  return (
    <tbody ref={foot} aria-hidden="true">
      <tr>
        <td colSpan={columns} style={{ height: `calc((var(--cell) + 9px) * ${rows})` }} />
      </tr>
    </tbody>
  )
}
