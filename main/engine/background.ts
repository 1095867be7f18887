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
 *                └▶ do we lead? ─▶ start what is due to be read ─▶ drain what may leave ─▶ look at fixes
 *                                    ─▶ take runs on ─▶ evaluate what time alone has changed
 */
export function startBackground(deps: {
  lead(): Promise<boolean>
  drain(): Promise<unknown>
  /** Looks whether what was fixed elsewhere has worked. */
  lookAtFixes(): Promise<unknown>
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
      deps.readSources()
      for (const work of [deps.drain, deps.lookAtFixes, deps.moveRuns, deps.evaluate]) if (!stopped) await work()
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
