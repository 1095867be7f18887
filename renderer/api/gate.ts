/** Milliseconds after a command of this page during which its effect is shown at once. */
export const OWN_MS = 2_500
/** Milliseconds without key or pointer after which nobody is taken to be working on a row. */
export const IDLE_MS = 4_000

export interface Activity {
  /** Page time of the last command that this page gave. */
  command: number
  /** Page time of the last key or pointer. */
  input: number
}

/** Whether the list may move now. A change from elsewhere waits while somebody works, so that no row moves away. */
export const mayMove = (now: number, { command, input }: Activity): boolean =>
  now - command < OWN_MS || now - input > IDLE_MS
