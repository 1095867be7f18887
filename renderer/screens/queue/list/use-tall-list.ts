import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { scrolledTo } from './follow.ts'
import type { Layout } from './sections.ts'
import { drawnAt, type Heights, heightsOf, type Stand, scrolledBy, standAt, startOf } from './tall-list.ts'

/** A list of any length in an element that scrolls. */
export interface TallList {
  /** Height of the element, px. */
  height: number
  /** What is drawn, with its place in the element, px. */
  items: { index: number; start: number; size: number }[]
  /** Brings a header or row into sight. */
  reveal(index: number): void
  /** Moves the list by so many px, unless it stands at its top. */
  shift(px: number): void
  /** To the top. */
  rewind(): void
}

/**
 * Draws what is in sight of a list of rows of one height with heads of another. All places are computed, none is kept: a million rows
 * cost as much as a hundred.
 */
export function useTallList(layout: Layout, heights: Heights, scroller: RefObject<HTMLElement | null>): TallList {
  const [seen, see] = useState<Stand>({ top: 0, scroll: 0, view: 0 })
  // Where it stands between two drawings.
  const stand = useRef(seen)
  const tall = heightsOf(layout, heights)
  const drawn = drawnAt(layout, heights, seen, tall)
  const now = useRef({ layout, heights, tall, drawn })
  useLayoutEffect(() => {
    now.current = { layout, heights, tall, drawn }
  })
  const standsAt = (next: Stand) => {
    stand.current = next
    if (scroller.current) scroller.current.scrollTop = next.scroll
    see(next)
  }
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const sized = () => {
      if (stand.current.view === element.clientHeight) return
      stand.current = { ...stand.current, view: element.clientHeight }
      see(stand.current)
    }
    sized()
    const observer = new ResizeObserver(sized)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const moved = () => {
      const { layout, heights, tall, drawn } = now.current
      const next = scrolledBy(stand.current, element.scrollTop, tall)
      if (next.scroll !== element.scrollTop) element.scrollTop = next.scroll
      stand.current = next
      const { first, end, origin } = drawnAt(layout, heights, next, tall)
      // Before the frame in which it has moved is painted: later, it would show a gap.
      if (first !== drawn.first || end !== drawn.end || origin !== drawn.origin) flushSync(() => see(next))
    }
    // A wheel has moved the list by less than the scroll bar says; that is put right once it stands still.
    const stopped = () => {
      const { tall } = now.current
      const { top, scroll, view } = stand.current
      const settled = standAt(top, view, tall)
      if (settled.scroll === scroll) return
      stand.current = settled
      element.scrollTop = settled.scroll
      see(settled)
    }
    element.addEventListener('scroll', moved, { passive: true })
    element.addEventListener('scrollend', stopped)
    return () => {
      element.removeEventListener('scroll', moved)
      element.removeEventListener('scrollend', stopped)
    }
  }, [scroller])
  const items = Array.from({ length: drawn.end - drawn.first }, (_, n) => {
    const index = drawn.first + n
    const start = startOf(layout, heights, index)
    return { index, start: start - drawn.origin, size: startOf(layout, heights, index + 1) - start }
  })
  return {
    height: tall.element,
    items,
    reveal: index => {
      const { top, view } = stand.current
      const row = { start: startOf(layout, heights, index), end: startOf(layout, heights, index + 1) }
      // What is in sight stays: to ask the document for its size between two changes has it laid out once more.
      const to = scrolledTo(row, { top, height: view })
      if (to !== null) standsAt(standAt(to, view, tall))
    },
    shift: px => {
      const { top, view } = stand.current
      if (top > 0) standsAt(standAt(top + px, view, tall))
    },
    rewind: () => standsAt({ ...stand.current, top: 0, scroll: 0 }),
  }
}
