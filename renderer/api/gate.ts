/** Milliseconds after a command of our own during which its effect belongs on screen at once. */
export const OWN_MS = 2_500
/** Milliseconds without a key or a pointer after which nobody's eye or hand is on a row. */
export const IDLE_MS = 4_000

export interface Activity {
  /** Page time of the last command that this page gave. */
  command: number
  /** Page time of the last key or pointer. */
  input: number
}

/** Whether the list may move now. A change from elsewhere waits while somebody is at work, so no row slips away. */
export const mayMove = (now: number, { command, input }: Activity): boolean =>
  now - command < OWN_MS || now - input > IDLE_MS
