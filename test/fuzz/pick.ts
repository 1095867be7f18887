import { chance } from '../helpers/chance.ts'

/** Choices by chance, the same for the same seed. */
export interface Pick {
  /** In [0, 1). */
  uniform(): number
  happens(share: number): boolean
  /** From `first` to `last`, both included. */
  whole(first: number, last: number): number
  one<T>(of: readonly T[]): T
}

export function picking(seed: number): Pick {
  const { uniform } = chance(seed)
  const whole = (first: number, last: number) => first + Math.floor(uniform() * (last - first + 1))
  return { uniform, whole, happens: share => uniform() < share, one: of => of[whole(0, of.length - 1)] as never }
}
