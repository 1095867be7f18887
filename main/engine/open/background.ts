/** How often time-driven work and other processes' changes are looked for, in ms. */
const TICK = 1_000

export interface Background {
  /** Looks now instead of at the next turn. */
  wake(): void
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>
}

/**
 *   every second ─▶ did another process write? ─▶ announce it
 *                └▶ do we lead? ─▶ begin to read what is due, to send what may leave, to look at fixes
 *                                    ─▶ take runs on ─▶ evaluate what time alone has changed
 */
export function startBackground(deps: {
  lead(): Promise<boolean>
  /** Begins to send what may leave, and to look whether what was fixed elsewhere has worked; waits for no server. */
  drain(): void
  lookAtFixes(): void
  moveRuns(): Promise<unknown>
  evaluate(): Promise<unknown>
  /** Starts reading the sources that are due; waits for none of them. */
  readSources(): void
  /** Moves when another connection than the writer's has committed. */
  foreignVersion(): number
  onForeignWrite(): void
  /** Fills a workspace whose source was never read. */
  firstSync(): Promise<unknown>
}): Background {
  let version = deps.foreignVersion()
  let stopped = false
  let turn: Promise<void> | null = null
  const once = async () => {
    try {
      const seen = deps.foreignVersion()
      if (seen !== version) deps.onForeignWrite()
      version = seen
      if (!(await deps.lead()) || stopped) return
      // A server that hangs must hold up neither the others nor what is done here.
      for (const begin of [deps.readSources, deps.drain, deps.lookAtFixes]) begin()
      for (const work of [deps.moveRuns, deps.evaluate]) if (!stopped) await work()
    } catch {
      // The disk or a server said no; it is told in words where it matters: the outbox, the stream, the task.
    }
  }
  const tick = () => {
    if (stopped || turn) return
    turn = once().finally(() => {
      turn = null
    })
  }
  const timer = setInterval(tick, TICK)
  void deps.firstSync().catch(() => {})
  return {
    wake: tick,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await turn
    },
  }
}
