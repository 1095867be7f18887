/** How often time-driven work and other processes' changes are looked for, in ms. */
const TICK = 1_000

export interface Background {
  /** Looks now instead of at the next turn. */
  wake(): void
  stop(): void
}

/**
 *   every second ─▶ did another process write? ─▶ announce it
 *                └▶ do we lead? ─▶ start what is due to be read ─▶ drain what may leave ─▶ evaluate what changed
 */
export function startBackground(deps: {
  lead(): Promise<boolean>
  drain(): Promise<unknown>
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
  let busy = false
  const tick = async () => {
    if (stopped || busy) return
    busy = true
    try {
      const seen = deps.foreignVersion()
      if (seen !== version) deps.onForeignWrite()
      version = seen
      if (await deps.lead()) {
        deps.readSources()
        await deps.drain()
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
