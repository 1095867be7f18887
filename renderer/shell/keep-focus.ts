import { useEffect } from 'react'

/** After a dialog has given the focus back to the control that opened it, and after it has faded away with the focus in it, ms. */
const LOOKS_MS = [60, 400]

/**
 * Keeps the focus on the page. Whatever had it may go away or be disabled, and the document's body would get it then: a
 * screen reader begins at the top again, and keys act on the screen behind an open dialog. The dialog gets it, or else the screen.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let timers: ReturnType<typeof setTimeout>[] = []
    const keep = () => {
      if (document.activeElement !== document.body) return
      const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"][aria-modal="true"]')
      const place = [...dialogs].at(-1) ?? document.getElementById('main')
      place?.focus({ preventScroll: true })
    }
    const look = () => {
      for (const timer of timers) clearTimeout(timer)
      timers = LOOKS_MS.map(ms => setTimeout(keep, ms))
    }
    look()
    document.addEventListener('focusout', look)
    // Where a control is removed or disabled while it has the focus, nothing is told of it but by the next key.
    window.addEventListener('keyup', look)
    return () => {
      for (const timer of timers) clearTimeout(timer)
      document.removeEventListener('focusout', look)
      window.removeEventListener('keyup', look)
    }
  }, [])
}
