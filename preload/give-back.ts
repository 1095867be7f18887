/** A page that nobody has used for so long gives its memory back, ms. By then it no longer keeps answers that no screen shows. */
export const UNUSED_MS = 20_000

/** What a person does that makes the page show something else, so that what it showed before is left over. */
const USES = ['keydown', 'pointerdown', 'wheel'] as const

/**
 * Calls `giveBack` once after each stretch of use, `UNUSED_MS` after its last key, press or turn of the wheel.
 *
 * Chromium collects what a page no longer shows, but keeps the room: after some hundred issues that is more than the page
 * itself takes, and it goes back to the system only when a page is told to.
 */
export function giveBackWhenUnused(used: EventTarget, giveBack: () => void): void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  const use = () => {
    clearTimeout(waiting)
    waiting = setTimeout(giveBack, UNUSED_MS)
  }
  for (const type of USES) used.addEventListener(type, use, { capture: true, passive: true })
}
