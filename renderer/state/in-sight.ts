import { createContext, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

/** The element that scrolls what is inside. Asked of the styles, it would cost a layout each time a list is made. */
export const Scroller = createContext<HTMLElement | null>(null)

interface RowsOfOneHeight {
  count: number
  /** Height of a row, px. */
  height: number
  /** How far the first row lies below the top of what scrolls, px. */
  margin: number
  /** Rows that are drawn above and below those in sight. */
  overscan: number
}

/** The rows of a list that are to be drawn: those in sight of the element that scrolls, and some around them. `end` is one behind the last. */
export function useInSight(scroller: HTMLElement | null, rows: RowsOfOneHeight): { first: number; end: number } {
  const [view, see] = useState({ top: 0, height: 0 })
  const drawn = drawnIn(view, rows)
  const now = useRef({ rows, drawn })
  useLayoutEffect(() => {
    now.current = { rows, drawn }
  })
  useLayoutEffect(() => {
    if (!scroller) return
    const look = () => ({ top: scroller.scrollTop, height: scroller.clientHeight })
    const moved = () => {
      const { rows, drawn } = now.current
      const next = look()
      const { first, end } = drawnIn(next, rows)
      // Before the frame in which it has moved is painted: later, it would show a gap.
      if (first !== drawn.first || end !== drawn.end) flushSync(() => see(next))
    }
    // It tells the first size, too, once all is laid out and before it is painted: asked here, that would be laid out twice.
    const observer = new ResizeObserver(() => flushSync(() => see(look())))
    observer.observe(scroller)
    scroller.addEventListener('scroll', moved, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', moved)
    }
  }, [scroller])
  return drawn
}

/** What is drawn of rows in a view, both in px of what scrolls. */
export function drawnIn(
  view: { top: number; height: number },
  { count, height, margin, overscan }: RowsOfOneHeight,
): { first: number; end: number } {
  if (view.height === 0) return { first: 0, end: 0 }
  const within = (row: number) => Math.max(0, Math.min(row, count))
  const above = Math.floor((view.top - margin) / height)
  const below = Math.ceil((view.top + view.height - margin) / height)
  return { first: within(above - overscan), end: within(below + overscan) }
}

/** A `ref` for the chosen line of a list: scrolls to the line when another one is chosen, also by an address. */
export const intoView = (line: HTMLElement | null): void => line?.scrollIntoView({ block: 'nearest' })
