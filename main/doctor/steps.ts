/** Fewer amounts than this have no typical size. */
export const LEAST_AMOUNTS = 10
/** How far from a hundred the ratio of two typical sizes may lie: incomes differ, but hardly by exactly two places. */
const LEAST = 50
const MOST = 200
/** How many amounts on each side are looked at right beside a place, and by how much they must differ there at least. */
const BESIDE: readonly (readonly [amounts: number, times: number])[] = [
  [25, 25],
  [5, 8],
]

export const isHundred = (a: number, b: number): boolean => a / b >= LEAST && a / b <= MOST

/** A place in a list at which amounts become about a hundred times larger or smaller, and stay so. */
export interface Step {
  /** Where the run before it begins, where the one behind it begins, and where that one ends. */
  from: number
  at: number
  until: number
}

/**
 * Steps in amounts (all above 0) that come in the order in which they were read. Files are read one after another, so amounts
 * of another unit begin all at once. A list that is sorted by its amounts has no step, only a slope; one that is mixed has
 * neither. Runs are found by binary segmentation of the logarithms: the place that leaves the smallest sum of squares (Scott
 * and Knott 1974).
 */
export function stepsIn(amounts: readonly number[]): Step[] {
  const logs = [0]
  for (const amount of amounts) logs.push((logs.at(-1) ?? 0) + Math.log(amount))
  const places = segments(amounts, logs, 0, amounts.length)
  return places
    .slice(1, -1)
    .map((at, n) => ({ from: places[n] ?? 0, at, until: places[n + 2] ?? amounts.length }))
    .filter(step => isUnit(amounts, step))
}

/** Where runs begin, in order, with the end of the last one. */
function segments(amounts: readonly number[], sums: readonly number[], from: number, until: number): number[] {
  const at = bestPlace(sums, from, until)
  if (at === null || !isSteep(amounts, { from, at, until })) return [from, until]
  return [...segments(amounts, sums, from, at).slice(0, -1), ...segments(amounts, sums, at, until)]
}

/** The place that tells two levels apart best, each of enough amounts. */
function bestPlace(sums: readonly number[], from: number, until: number): number | null {
  const sumTo = (at: number) => (sums[at] ?? 0) - (sums[from] ?? 0)
  const [all, count] = [sumTo(until), until - from]
  let best: number | null = null
  let most = 0
  for (let at = from + LEAST_AMOUNTS; at <= until - LEAST_AMOUNTS; at++) {
    const n = at - from
    const gain = (sumTo(at) - (all * n) / count) ** 2 / (n * (count - n))
    if (gain > most) [best, most] = [at, gain]
  }
  return best
}

/** Whether amounts change all at once: sorted ones are as unlike at a distance, and alike beside any place. */
const isSteep = (amounts: readonly number[], { from, at, until }: Step): boolean =>
  BESIDE.every(([n, times]) => {
    const before = typical(amounts.slice(Math.max(from, at - n), at))
    const behind = typical(amounts.slice(at, Math.min(until, at + n)))
    return Math.max(before, behind) >= Math.min(before, behind) * times
  })

/** Whether the bulk of one run lies above the bulk of the other, by about a hundred. */
function isUnit(amounts: readonly number[], { from, at, until }: Step): boolean {
  const [left, right] = [sorted(amounts.slice(from, at)), sorted(amounts.slice(at, until))]
  const [small, large] = middle(left) < middle(right) ? [left, right] : [right, left]
  return part(large, 0.1) > part(small, 0.9) && isHundred(middle(large), middle(small))
}

const sorted = (amounts: readonly number[]): number[] => amounts.toSorted((a, b) => a - b)
const part = (amounts: readonly number[], share: number): number =>
  amounts[Math.floor((amounts.length - 1) * share)] ?? 0
const middle = (amounts: readonly number[]): number => part(amounts, 0.5)

/** The typical one of some amounts: the one in the middle, the lower one of two. */
export const typical = (amounts: readonly number[]): number => middle(sorted(amounts))
