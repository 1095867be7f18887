/** Repeatable random numbers for simulated histories (mulberry32). */
export interface Chance {
  /** In [0, 1). */
  uniform(): number
  /** How many independent events fall into a bucket that has `rate` of them on average. */
  poisson(rate: number): number
  gaussian(): number
}

export function chance(seed: number): Chance {
  let state = seed | 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, gaussian, poisson: rate => waiting(rate, uniform) }
}

/** Counts how many exponential waits fit into the bucket. */
function waiting(rate: number, uniform: () => number): number {
  let count = -1
  let left = rate
  while (left >= 0) {
    left += Math.log(1 - uniform())
    count++
  }
  return count
}
