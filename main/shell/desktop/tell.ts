import { BrowserWindow, dialog, type MessageBoxOptions, type MessageBoxReturnValue } from 'electron'

/** Says something in a box of the window, or in one of its own where there is no window. */
export function tell(options: MessageBoxOptions): Promise<MessageBoxReturnValue> {
  const [window] = BrowserWindow.getAllWindows()
  const all: MessageBoxOptions = { type: 'info', buttons: ['OK'], noLink: true, ...options }
  // Escape and closing the box choose the last button, which changes nothing.
  const safe = { ...all, cancelId: (all.buttons?.length ?? 1) - 1 }
  return window ? dialog.showMessageBox(window, safe) : dialog.showMessageBox(safe)
}
