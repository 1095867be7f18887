export interface Idle {
  /** Work that consists of several tasks: between two of them it is not over. */
  during<T>(work: () => Promise<T>): Promise<T>
  /** Tables have changed. Whether that gives rise to more is known after another turn. */
  changed(tables: readonly string[]): void
  /** A turn of the background begins, which does what is due; answers how to say that it is over. */
  turn(): () => void
  /** Whether the engine is at rest. After a no, the change to yes is announced, once. */
  answer(): boolean
}

/**
 * Knows when the engine is at rest: nothing runs, and a whole turn since the last change has found nothing more to do.
 *
 *   work, change ─▶ turn ─▶ it changed something? ─▶ turn ─▶ … ─▶ nothing changed: at rest
 *
 * `turns`: there is a background. `busy`: what runs without being followed here.
 */
export function createIdle(deps: { turns: boolean; busy: () => boolean; announce: () => void }): Idle {
  let working = 0
  let changes = 1
  let seen = deps.turns ? 0 : Number.POSITIVE_INFINITY
  let awaited = false
  const idle = () => working === 0 && seen >= changes && !deps.busy()
  const look = () => {
    if (!awaited || !idle()) return
    awaited = false
    deps.announce()
  }
  const begin = (over: () => void) => {
    working++
    return () => {
      working--
      over()
      look()
    }
  }
  return {
    during: async work => {
      const over = begin(() => {})
      try {
        return await work()
      } finally {
        over()
      }
    },
    changed: tables => {
      // A task alone changes nothing that a turn looks at.
      if (tables.some(table => table !== 'task')) changes++
      look()
    },
    turn: () => {
      const before = changes
      return begin(() => {
        seen = Math.max(seen, before)
      })
    },
    answer: () => {
      const now = idle()
      awaited ||= !now
      return now
    },
  }
}
