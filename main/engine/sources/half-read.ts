/** Half-read data look like silence, so what time alone would decide waits at this gate until a load is through. */
export interface HalfRead {
  /** The gate is shut: runs and evaluations that nobody asked for wait. */
  shut(): boolean
  /** The sample is being filled: what its past queues leaves in the past, by its own clock. */
  filling(): boolean
  /** Keeps the gate shut until the work that fills the sample has ended. */
  whileFilling<T>(work: () => Promise<T>): Promise<T>
}

/**
 *   opened ── behind the schedule ─▶ shut ── caught up ─▶ open ◀─── through ──┐
 *                                                          └─ loading, cut ───┘
 *                                                             off or filling: shut
 *
 * A first load that was cancelled, or that a crash ended, keeps it shut until the rest is there.
 *
 * After days off, answers that came meanwhile must be here before a playbook goes on because none came. Once that is so,
 * a source that is late does not shut the gate again.
 */
export function createHalfRead(reading: { loading(): boolean; cutOff(): boolean; behind(): boolean }): HalfRead {
  let filling = 0
  let caughtUp = false
  return {
    shut: () => {
      caughtUp ||= !reading.behind()
      return filling > 0 || reading.loading() || reading.cutOff() || !caughtUp
    },
    filling: () => filling > 0,
    whileFilling: async work => {
      filling++
      try {
        return await work()
      } finally {
        filling--
      }
    },
  }
}
