import type { Matrix } from '../data/encoding.ts'

/** What terms are standardised by: means and standard deviations. */
export interface Standards {
  means: number[]
  scales: number[]
}

/** So many standard deviations from the mean a value counts at most: one wrong number must not decide. */
const FARTHEST = 5

/** Means and standard deviations of the terms, over the values that there are. */
export function standards(matrix: Matrix): Standards {
  const means: number[] = []
  const scales: number[] = []
  for (const values of matrix) {
    let [n, mean, squares] = [0, 0, 0]
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number
      if (Number.isNaN(value)) continue
      const gap = value - mean
      mean += gap / ++n
      squares += gap * (value - mean)
    }
    means.push(mean)
    scales.push(n > 1 && squares > 0 ? Math.sqrt(squares / n) : 1)
  }
  return { means, scales }
}

/** A value as a regression sees it; a missing one counts as the mean. */
export function standardised(value: number, mean: number, scale: number): number {
  if (Number.isNaN(value)) return 0
  return Math.min(Math.max((value - mean) / scale, -FARTHEST), FARTHEST)
}

/** All values as a regression sees them. */
export const standardise = (matrix: Matrix, { means, scales }: Standards): Float32Array[] =>
  matrix.map((values, t) => {
    const [mean, scale] = [means[t] as number, scales[t] as number]
    const seen = new Float32Array(values.length)
    for (let row = 0; row < seen.length; row++) seen[row] = standardised(values[row] as number, mean, scale)
    return seen
  })
