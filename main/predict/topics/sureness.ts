/** How sharp the chances of margins are. */
export interface Sharpness {
  /** What margins are multiplied by before they become chances. */
  factor: number
}

/** The chances of each class for some rows, from their margins: softmax(factor · margin). */
export function chancesOf(margins: Float64Array, classes: number, { factor }: Sharpness): Float64Array {
  const chances = new Float64Array(margins.length)
  for (let from = 0; from < margins.length; from += classes) {
    let top = Number.NEGATIVE_INFINITY
    for (let c = 0; c < classes; c++) top = Math.max(top, margins[from + c] as number)
    let sum = 0
    for (let c = 0; c < classes; c++) {
      const share = Math.exp(factor * ((margins[from + c] as number) - top))
      chances[from + c] = share
      sum += share
    }
    for (let c = 0; c < classes; c++) chances[from + c] = (chances[from + c] as number) / sum
  }
  return chances
}

/**
 * The factor with the least log loss on rows that the margins were not learned from (temperature scaling, Guo et al. 2017).
 * The loss is convex in the factor, so a golden section finds it (Kiefer 1953).
 */
export function sharpnessOf(margins: Float64Array, labels: ArrayLike<number>, classes: number): Sharpness {
  const loss = (factor: number) => {
    const chances = chancesOf(margins, classes, { factor })
    let sum = 0
    for (let row = 0; row < labels.length; row++)
      sum -= Math.log(Math.max(chances[row * classes + (labels[row] as number)] as number, 1e-12))
    return sum
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [0.01, 30]
  for (let step = 0; step < 40; step++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)]
    if (loss(a) < loss(b)) high = b
    else low = a
  }
  return { factor: (low + high) / 2 }
}
