import type { Fold } from '../learn/judge/folds.ts'

/** Moments at which accounts are looked back at, ascending, UTC ms: each a horizon before the next, the last a horizon before now. */
export function landmarksBefore(now: number, horizon: number, earliest: number, most: number): Float64Array {
  const found: number[] = []
  for (let at = now - horizon; at >= earliest && found.length < most; at -= horizon) found.push(at)
  return Float64Array.from(found.reverse())
}

/** Where each row is from. */
export interface RowOrigin {
  accounts: Float64Array
  /** Landmarks, UTC ms. */
  times: Float64Array
}

/**
 * Folds that part accounts and time at once: each is judged by the later rows of some accounts, and learned from rows of the
 * other accounts whose outcome was known by then.
 */
export function accountTimeFolds({ accounts, times }: RowOrigin, horizon: number, folds: number): Fold[] {
  const from = laterHalf(times)
  return Array.from({ length: folds }, (_, fold) => {
    const [train, test]: [number[], number[]] = [[], []]
    for (let row = 0; row < accounts.length; row++) {
      const isOwn = partOf(accounts[row] as number, folds) === fold
      const at = times[row] as number
      if (isOwn && at >= from) test.push(row)
      if (!isOwn && at + horizon <= from) train.push(row)
    }
    return { train: Int32Array.from(train), test: Int32Array.from(test) }
  }).filter(({ train, test }) => train.length > 0 && test.length > 0)
}

/** The landmark at which the later half of the landmarks begins. */
function laterHalf(times: Float64Array): number {
  const moments = [...new Set(times)].sort((a, b) => a - b)
  return moments[Math.ceil(moments.length / 2)] ?? Number.POSITIVE_INFINITY
}

/** The part of an account, the same in every training: mixes the bits of its number (Knuth 1998, 6.4). */
const partOf = (account: number, parts: number): number => (Math.imul(account, 0x9e3779b1) >>> 8) % parts
