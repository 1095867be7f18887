/** How often time-driven work and other processes' changes are looked for, in ms. */
const TICK = 1_000

export interface Background {
  /** Looks now instead of at the next turn. */
  wake(): void
  stop(): void
}

/**
 *   every second ─▶ did another process write? ─▶ announce it
 *                └▶ do we lead? ─▶ drain what may leave ─▶ look at fixes ─▶ take runs on ─▶ evaluate what time alone has changed
 */
export function startBackground(deps: {
  lead(): Promise<boolean>
  drain(): Promise<unknown>
  /** Looks whether what was fixed elsewhere has worked. */
  lookAtFixes(): Promise<unknown>
  moveRuns(): Promise<unknown>
  evaluate(): Promise<unknown>
  /** Moves when another connection than the writer's has committed. */
  foreignVersion(): number
  onForeignWrite(): void
  /** Fills a workspace whose source was never read. */
  firstSync(): Promise<unknown>
}): Background {
  let version = deps.foreignVersion()
  let stopped = false
  let busy = false
  const tick = async () => {
    if (stopped || busy) return
    busy = true
    try {
      const seen = deps.foreignVersion()
      if (seen !== version) deps.onForeignWrite()
      version = seen
      if (await deps.lead()) {
        await deps.drain()
        await deps.lookAtFixes()
        await deps.moveRuns()
        await deps.evaluate()
      }
    } catch {
      // The disk or a server said no; it is told in words where it matters: the outbox, the stream, the task.
    } finally {
      busy = false
    }
  }
  const timer = setInterval(() => void tick(), TICK)
  void deps.firstSync().catch(() => {})
  return {
    wake: () => void tick(),
    stop: () => {
      stopped = true
      clearInterval(timer)
    },
  }
}
