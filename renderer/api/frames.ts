import { notifyManager } from '@tanstack/react-query'

/** A window that nobody sees draws no frames; answers are handed on after so long even so, ms. */
const UNSEEN_MS = 50

/**
 * Hands answers of the engine to the screen once a frame. A key press asks five things, and their answers arrive one after
 * the other. Drawn one by one they cost five times as much, and nobody sees more than the frame that holds them all.
 */
export function drawOnceAFrame(): void {
  const waiting: (() => void)[] = []
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const handOn = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    for (const run of waiting.splice(0))
      try {
        run()
      } catch (error) {
        // The others are handed on nevertheless.
        reportError(error)
      }
  }
  notifyManager.setScheduler(run => {
    if (waiting.push(run) > 1) return
    frame = requestAnimationFrame(handOn)
    timer = setTimeout(handOn, UNSEEN_MS)
  })
}
