/** Two kinds of time, both UTC milliseconds. */
export interface Clock {
  /** The workspace's time: what "today" is for triggers, windows, quiet hours. May stand still or be shifted. */
  now(): number
  /** The machine's time: for leases, back-off and undo windows, because servers do not run on a replay clock. */
  wall(): number
}

/** Runs something after a while (ms) unless it is called off; injected, so that tests need not wait. */
export type Timer = (ms: number, run: () => void) => () => void
