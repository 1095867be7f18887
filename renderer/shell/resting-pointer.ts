/** What of a mouse event tells whether the pointer has moved. Positions on the screen, px. */
export interface MouseAt {
  isTrusted: boolean
  screenX: number
  screenY: number
}

/** Tells a pointer that somebody has moved from one under which something has appeared. */
export interface Pointer {
  /** A `mousemove`: the browser sends one too where only the page has moved. */
  moves(event: MouseAt): void
  /** Whether the pointer has not moved since: a `mouseover` comes before the `mousemove` of the same movement. */
  rests(event: MouseAt): boolean
}

export function createPointer(): Pointer {
  let at: { x: number; y: number } | null = null
  return {
    moves: ({ screenX, screenY }) => {
      at = { x: screenX, y: screenY }
    },
    rests: ({ isTrusted, screenX, screenY }) => isTrusted && (at === null || (at.x === screenX && at.y === screenY)),
  }
}

const isWithin = (target: EventTarget | null, place: string): boolean =>
  target instanceof Element && target.closest(place) !== null

/**
 * Makes what appears under a resting pointer appear as if there were none, within `place` (a selector). A toast under the
 * pointer does not close, so one that came up where the mouse lay would cover the work of somebody at the keyboard for as
 * long as they leave the mouse alone. Once it is moved, the toast is pointed at. Answers how to stop that.
 */
export function ignoreRestingPointer(place: string): () => void {
  const pointer = createPointer()
  let kept = false
  const enters = (event: MouseEvent) => {
    if (!isWithin(event.target, place) && !isWithin(event.relatedTarget, place)) return
    if (!pointer.rests(event)) return
    event.stopPropagation()
    kept = true
  }
  const moves = (event: MouseEvent) => {
    const moved = event.isTrusted && !pointer.rests(event)
    pointer.moves(event)
    if (!moved || !kept) return
    kept = false
    if (isWithin(event.target, place)) event.target?.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  }
  const stop = new AbortController()
  const options = { capture: true, signal: stop.signal }
  window.addEventListener('mouseover', enters, options)
  window.addEventListener('mouseout', enters, options)
  window.addEventListener('mousemove', moves, options)
  return () => stop.abort()
}
