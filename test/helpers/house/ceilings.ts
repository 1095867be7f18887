/** What was counted at a place: a folder, a file, or a circle of files. */
export interface Found {
  place: string
  count: number
  /** What exactly was found, where the place alone does not show it. */
  what?: string
}

/** A property of the tree that may only get better. */
export interface Measure {
  name: string
  /** Whether the worst place is held, or all places together. */
  of: 'worst' | 'all'
  /** The number to work towards, where it is neither today's nor 0. */
  target?: number
  find(root: string): Found[]
}

/** The largest number allowed: that of the worst place, or the sum over the places that were known when it was set. */
export type Ceiling = number | Readonly<Record<string, number>>
export type Ceilings = Readonly<Record<string, Ceiling>>

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** The number that is held under its ceiling. */
export const numberOf = ({ of }: Measure, found: readonly Found[]): number => {
  const counts = found.map(({ count }) => count)
  return of === 'worst' ? Math.max(0, ...counts) : sum(counts)
}

/** A ceiling as a number. */
export const heightOf = (ceiling: Ceiling): number =>
  typeof ceiling === 'number' ? ceiling : sum(Object.values(ceiling))

/**
 * Why a measure breaks its ceiling, and which places did it; null where the ceiling holds. Only the sum is held, so files
 * may be moved and renamed. The known places serve to tell the new ones from them in the message.
 */
export function broken(measure: Measure, found: readonly Found[], ceiling: Ceiling): string | null {
  const number = numberOf(measure, found)
  const height = heightOf(ceiling)
  if (number <= height) return null
  const before = (place: string) => (typeof ceiling === 'number' ? ceiling : (ceiling[place] ?? 0))
  const culprits = found.filter(({ place, count }) => count > before(place))
  const lines = culprits.map(({ place, count, what }) => `  ${place}: ${count}${what ? ` (${what})` : ''}`)
  return [`${measure.name}: ${number}, at most ${height} allowed`, ...lines].join('\n')
}

/** Today's numbers as ceilings; or, where one is broken, why nothing is lowered. A measure without a ceiling gets one. */
export function lowered(
  today: readonly { measure: Measure; found: readonly Found[] }[],
  held: Ceilings,
): { ceilings: Ceilings } | { broken: string[] } {
  const reasons = today.flatMap(({ measure, found }) => {
    const ceiling = held[measure.name]
    return ceiling === undefined ? [] : (broken(measure, found, ceiling) ?? [])
  })
  if (reasons.length > 0) return { broken: reasons }
  return { ceilings: Object.fromEntries(today.map(({ measure, found }) => [measure.name, ceilingOf(measure, found)])) }
}

const ceilingOf = (measure: Measure, found: readonly Found[]): Ceiling =>
  measure.of === 'worst'
    ? numberOf(measure, found)
    : Object.fromEntries(found.map(({ place, count }) => [place, count]).sort())
