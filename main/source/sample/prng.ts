/** A seeded stream of random numbers: the same seeds give the same stream on every machine. Not cryptographic. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform between two numbers. */
  between(low: number, high: number): number
  /** Uniform whole number, both ends included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly [T, ...T[]]): T
  /** Standard normal (Box–Muller). */
  normal(): number
  /** Exponential with the given mean: the waiting time of a constant hazard. */
  exponential(mean: number): number
}

/** sfc32 by Chris Doty-Humphrey (public domain), seeded by any few whole numbers through splitmix32. */
export function random(...seeds: number[]): Random {
  let mixed = 0x9e3779b9
  const mix = (value: number) => {
    mixed = (mixed + 0x9e3779b9 + value) | 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    mixed = z ^ (z >>> 15)
    return mixed
  }
  for (const seed of seeds) mix(seed)
  let [a, b, c, counter] = [mix(1), mix(2), mix(3), 1]
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let i = 0; i < 8; i++) next()
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: probability => next() < probability,
    pick: list => list[Math.floor(next() * list.length)] ?? list[0],
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: mean => -Math.log(1 - next()) * mean,
  }
}
