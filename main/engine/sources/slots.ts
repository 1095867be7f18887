/** Lets work of one lane run one after the other, and of all lanes only so many at once. */
export interface Slots {
  run<T>(lane: number, work: () => Promise<T>): Promise<T>
  /** Work of this lane runs or waits. */
  busy(lane: number): boolean
  /** Slots that are free, less the work that waits for one. */
  free(): number
  /** Work that waits for a slot or its lane. */
  waiting(): number
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>
}

/** At most `most` lanes at once, so that a slow one holds up only itself; in the order of asking. */
export function createSlots(most: number): Slots {
  const queue: { lane: number; start: () => Promise<unknown> }[] = []
  const running = new Set<number>()
  let idlers: (() => void)[] = []

  const next = () => {
    while (running.size < most) {
      const at = queue.findIndex(({ lane }) => !running.has(lane))
      const [job] = at < 0 ? [] : queue.splice(at, 1)
      if (!job) break
      running.add(job.lane)
      void job.start().finally(() => {
        running.delete(job.lane)
        next()
      })
    }
    if (running.size > 0 || queue.length > 0) return
    for (const idler of idlers) idler()
    idlers = []
  }

  return {
    run: <T>(lane: number, work: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        queue.push({ lane, start: () => work().then(resolve, reject) })
        next()
      }),
    busy: lane => running.has(lane) || queue.some(job => job.lane === lane),
    free: () => Math.max(0, most - running.size - queue.length),
    waiting: () => queue.length,
    idle: () =>
      new Promise(resolve => {
        idlers.push(resolve)
        next()
      }),
  }
}
