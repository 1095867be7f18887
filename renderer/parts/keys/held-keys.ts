import { useLayoutEffect } from 'react'

/** A dialog that has not taken the focus after so many frames never will; the keys work as before again. A busy machine draws few in a second. */
const LATEST = 120

/** A key that was pressed too early, or a text that was pasted too early. */
type Held = KeyboardEvent | string

const dialogInFocus = () => document.activeElement?.closest('[role="dialog"]') ?? null

const isPaste = ({ key, ctrlKey, metaKey }: KeyboardEvent) => (ctrlKey || metaKey) && key.toLowerCase() === 'v'

const isText = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) =>
  [...key].length === 1 && !ctrlKey && !metaKey && !altKey

/** Gives what was held to what has the focus now. */
function give(held: Held): void {
  const into = document.activeElement
  if (!into) return
  const text = typeof held === 'string' ? held : isText(held) ? held.key : null
  // As if it had been typed: other ways to change a field are not undone by Ctrl Z, or not in fields of numbers.
  if (text !== null && into.matches('input, textarea')) return void document.execCommand('insertText', false, text)
  if (typeof held === 'string') return
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = held
  const again = new KeyboardEvent('keydown', {
    ...{ key, code, ctrlKey, metaKey, altKey, shiftKey },
    ...{ bubbles: true, cancelable: true },
  })
  // A key that is made here presses no button. Other buttons than a menu's were not on screen when the key was pressed.
  const isChosen = into.dispatchEvent(again) && key === 'Enter'
  if (isChosen && into instanceof HTMLElement && into.role === 'menuitem') into.click()
}

/** Gives one after another; between two the page draws what the first has changed. */
async function giveAll(held: readonly Held[]): Promise<void> {
  for (const one of held) {
    await null
    give(one)
  }
}

/** Holds all keys until a dialog has the focus that does not have it now. Gives what ends this, and drops them. */
export function holdKeys(): () => void {
  const before = dialogInFocus()
  const held: Held[] = []
  const hold = (event: Event, one: Held | null) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    if (one !== null) held.push(one)
  }
  const onKey = (event: KeyboardEvent) => {
    // What an input method composes comes later as text.
    if (event.isComposing || event.key === 'Process' || isPaste(event)) return
    // The key that opened the dialog may still be down.
    hold(event, event.repeat ? null : event)
  }
  const onPaste = (event: ClipboardEvent) => hold(event, event.clipboardData?.getData('text/plain') ?? '')
  const onFocus = () => {
    const now = dialogInFocus()
    if (now === null || now === before) return
    end()
    void giveAll(held)
  }
  const end = () => {
    cancelAnimationFrame(frame)
    window.removeEventListener('keydown', onKey, { capture: true })
    window.removeEventListener('paste', onPaste, { capture: true })
    window.removeEventListener('focusin', onFocus)
    window.removeEventListener('pointerdown', end, { capture: true })
  }
  let frames = 0
  const wait = () => {
    if (++frames > LATEST) end()
    else frame = requestAnimationFrame(wait)
  }
  let frame = requestAnimationFrame(wait)
  window.addEventListener('keydown', onKey, { capture: true })
  window.addEventListener('paste', onPaste, { capture: true })
  window.addEventListener('focusin', onFocus)
  window.addEventListener('pointerdown', end, { capture: true })
  return end
}

/**
 * Gives a dialog the keys that are pressed between its opening and its focus, which comes some frames later, and later
 * still on a busy machine. They went to the screen behind it: `d` after Ctrl K dismissed an issue, Enter after `d` wrote to a
 * customer.
 */
export function useHeldKeys(opened: boolean): void {
  useLayoutEffect(() => (opened ? holdKeys() : undefined), [opened])
}
