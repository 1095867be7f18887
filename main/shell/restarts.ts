const WITHIN_MS = 60_000

/** How often an engine that stops is started again within a minute, before that would only hide why it stops. */
export const RESTARTS_A_MINUTE = 5

/** Counts how often something ended; `now`: machine time in ms. */
export interface Restarts {
  /** How long to wait before the next start, in ms; null where it has ended too often. */
  next(now: number): number | null
  forget(): void
}

export function createRestarts(): Restarts {
  let ended: number[] = []
  return {
    next: now => {
      ended = [...ended.filter(at => now - at < WITHIN_MS), now]
      return ended.length >= RESTARTS_A_MINUTE ? null : 100 * 2 ** (ended.length - 1)
    },
    forget: () => {
      ended = []
    },
  }
}
