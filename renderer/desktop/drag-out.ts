import type { DragEvent } from 'react'
import type { ListAsk } from '../../shared/desk/list/list-rows.ts'
import { plural } from '../parts/number.ts'
import { toast, toastFailure } from '../parts/toast.tsx'
import { hearWindow, sayToWindow } from './say.ts'

/** Drags that have begun on this page. */
let begun = 0

/**
 * Takes rows of the list out of the window as a CSV file. The page asks for the file and says whether the button is still
 * held when it is there; the engine writes it, and the window hands it to the system.
 */
export function dragOut(event: DragEvent, list: ListAsk): void {
  // The page has nothing to drag itself: what leaves is a file, and the window begins that drag.
  event.preventDefault()
  begun += 1
  const drag = begun
  let held = true
  const released = () => {
    held = false
  }
  window.addEventListener('pointerup', released, { once: true, capture: true })
  const stop = hearWindow(said => {
    if ((said.say !== 'drag-ready' && said.say !== 'drag-failed') || said.drag !== drag) return
    stop()
    window.removeEventListener('pointerup', released, { capture: true })
    if (said.say === 'drag-failed') return toastFailure({ kind: 'io', ...said })
    sayToWindow({ say: held ? 'drag-go' : 'drag-drop', drag })
    toast(
      held
        ? `Drop ${plural(said.rows, 'issue')} where the CSV file should go`
        : 'The file was not ready when you let go. Hold the button until it says so.',
    )
  })
  sayToWindow({ say: 'drag-list', drag, list })
}
