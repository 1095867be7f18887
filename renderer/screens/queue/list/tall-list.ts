import type { Layout } from './sections.ts'

/**
 * The tallest element that is asked for, px. Chromium cuts elements off at 33,554,431 of its own pixels, of which one of ours takes
 * four on a dense screen at the largest zoom: rows below were out of reach.
 */
const TALLEST = 8_000_000
/** Rows that are drawn above and below those in sight. */
const OVERSCAN = 8
/** So many views in one step are a jump: somebody has taken the scroll bar. A wheel or a page key moves less. */
const JUMP_VIEWS = 2
/** So many views at each end of a list are as long in its element, so that a wheel does not slow down before it is there. */
const END_VIEWS = 20

/** Heights of a row and of the head of a section, px. */
export interface Heights {
  row: number
  band: number
}

/** Where a list stands, px. */
export interface Stand {
  /** How far its top is above the view. */
  top: number
  /** How far the element has been scrolled for that: the same, where the list is no taller than an element can be. */
  scroll: number
  /** Height of the view. */
  view: number
}

/** The rows that are drawn. */
export interface DrawnRows {
  first: number
  /** One behind the last. */
  end: number
  /** What is taken from the start of a row, so that it lies where the element is scrolled to, px. */
  origin: number
}

export const startOf = (layout: Layout, { row, band }: Heights, index: number): number =>
  index * row + layout.headsBefore(index) * (band - row)

/** Height of the whole list, and of the element that stands for it, px. */
export function heightsOf(layout: Layout, heights: Heights, tallest = TALLEST): { list: number; element: number } {
  const list = startOf(layout, heights, layout.size)
  return { list, element: Math.min(list, tallest) }
}

type Tall = ReturnType<typeof heightsOf>

/** The two ends of a list and its element: how far each can move, and how much of it at either end is as long in both, px. */
function reachOf({ list, element }: Tall, view: number) {
  const [top, scroll] = [Math.max(0, list - view), Math.max(0, element - view)]
  return { top, scroll, end: Math.min(END_VIEWS * view, scroll / 4) }
}

/** `from` within its length to the same place within another length, whose ends are as long as those of the first. */
function between(from: number, length: number, other: number, end: number): number {
  if (from <= end) return from
  if (length - from <= end) return other - (length - from)
  return end + ((from - end) * (other - 2 * end)) / (length - 2 * end)
}

/** The stand at which the top of the list is `top` px above the view, and the scroll bar where it belongs. */
export function standAt(top: number, view: number, tall: Tall): Stand {
  const most = reachOf(tall, view)
  const within = Math.max(0, Math.min(top, most.top))
  if (tall.list === tall.element) return { top: within, scroll: within, view }
  return { top: within, scroll: Math.round(between(within, most.top, most.scroll, most.end)), view }
}

/**
 * Where the list stands once its element was scrolled. A wheel moves it by as much as the element; a jump of the scroll bar leads to
 * the same part of the list. At an end of the element that is not one of the list, it is to be scrolled to the answer's `scroll`.
 */
export function scrolledBy(was: Stand, scroll: number, tall: Tall): Stand {
  const { view } = was
  if (tall.list === tall.element) return { top: scroll, scroll, view }
  const most = reachOf(tall, view)
  const by = scroll - was.scroll
  if (Math.abs(by) > JUMP_VIEWS * view) return { top: between(scroll, most.scroll, most.top, most.end), scroll, view }
  const top = Math.max(0, Math.min(was.top + by, most.top))
  const isAtEnd = scroll <= 0 || scroll >= most.scroll || top === 0 || top === most.top
  return isAtEnd ? standAt(top, view, tall) : { top, scroll, view }
}

/** What is drawn of a list that stands there. */
export function drawnAt(layout: Layout, heights: Heights, { top, scroll, view }: Stand, tall: Tall): DrawnRows {
  // A list that became shorter meanwhile shows its end.
  const above = Math.max(0, Math.min(top, tall.list - view))
  const first = Math.max(0, indexAt(layout, heights, above) - OVERSCAN)
  const end = view === 0 ? first : Math.min(layout.size, indexAt(layout, heights, above + view) + 1 + OVERSCAN)
  return { first, end, origin: tall.list === tall.element ? 0 : above - scroll }
}

/** The header or row at so many px from the top of the list. */
function indexAt(layout: Layout, heights: Heights, px: number): number {
  let [low, high] = [0, Math.max(0, layout.size - 1)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (startOf(layout, heights, middle) <= px) low = middle
    else high = middle - 1
  }
  return low
}
