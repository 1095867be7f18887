/** Neighbouring cases that share one probability. */
export interface Block {
  /** Sum of weights, and of the labels that they weigh. */
  weight: number
  positive: number
  /** How many of the given cases it holds. */
  cases: number
}

/**
 * The isotonic regression of labels in order of their score, by pooling adjacent violators (Ayer et al. 1955): the
 * non-decreasing shares that fit best. Cases of one score must come as one, with its weight.
 */
export function pooled(weights: ArrayLike<number>, positives: ArrayLike<number>): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < weights.length; at++) {
    let block: Block = { weight: weights[at] as number, positive: positives[at] as number, cases: 1 }
    for (let last = blocks.at(-1); last && isAbove(last, block); last = blocks.at(-1)) {
      blocks.pop()
      block = {
        weight: last.weight + block.weight,
        positive: last.positive + block.positive,
        cases: last.cases + block.cases,
      }
    }
    blocks.push(block)
  }
  return blocks
}

/** Equal shares are pooled too: a block is as wide as it can be. */
const isAbove = (a: Block, b: Block): boolean => a.positive * b.weight >= b.positive * a.weight

/** Scores in order, each once, with how many cases it has and how many of them are positive. */
export function scoresOnce(z: Float64Array, labels: Uint8Array, order: Int32Array) {
  const [scores, weights, positives]: [number[], number[], number[]] = [[], [], []]
  for (const row of order) {
    const score = z[row] as number
    if (score !== scores.at(-1)) {
      scores.push(score)
      weights.push(0)
      positives.push(0)
    }
    const last = scores.length - 1
    weights[last] = (weights[last] as number) + 1
    positives[last] = (positives[last] as number) + (labels[row] as number)
  }
  return { scores, weights, positives }
}
