/** A piece of work: what it takes in whole minutes, and what it is expected to bring. */
export interface WorkItem {
  id: number
  /** A whole number, 1 or more. */
  minutes: number
  /** Above 0. */
  effect: number
}

/** A choice holds no more work of one length than fits one after the other, so only the best of each length matters. */
export function worthTrying<Item extends WorkItem>(work: readonly Item[], capacity: number): Item[] {
  const byLength = Map.groupBy(
    work.filter(({ minutes, effect }) => effect > 0 && minutes <= capacity),
    ({ minutes }) => minutes,
  )
  return [...byLength].flatMap(([minutes, all]) =>
    all.toSorted((a, b) => b.effect - a.effect || a.id - b.id).slice(0, Math.floor(capacity / minutes)),
  )
}

/** The best choices of some work for every time up to a capacity. */
export interface Best {
  /** Expected effect of the best choice that takes `minutes` at most. */
  effectAt(minutes: number): number
  /** The work of that choice. */
  choiceAt(minutes: number): WorkItem[]
}

/**
 * Which work brings most within a time (0/1 knapsack, exact: Bellman 1957). One row for each piece of work says at which
 * times it is taken; the last row that takes something leads back to the one before.
 */
export function bestWork(work: readonly WorkItem[], capacity: number): Best {
  const items = worthTrying(work, capacity)
  const width = capacity + 1
  const best = new Float64Array(width)
  const taken = new Uint8Array(items.length * width)
  for (const [n, { minutes, effect }] of items.entries())
    for (let at = capacity; at >= minutes; at--) {
      const withIt = (best[at - minutes] ?? 0) + effect
      if (withIt <= (best[at] ?? 0)) continue
      best[at] = withIt
      taken[n * width + at] = 1
    }
  return {
    effectAt: minutes => best[Math.min(minutes, capacity)] ?? 0,
    choiceAt: minutes => {
      const choice: WorkItem[] = []
      let left = Math.min(minutes, capacity)
      for (let n = items.length - 1; n >= 0; n--) {
        const item = items[n]
        if (!item || taken[n * width + left] !== 1) continue
        choice.push(item)
        left -= item.minutes
      }
      return choice
    },
  }
}
