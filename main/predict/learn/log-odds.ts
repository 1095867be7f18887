/** Probability of a score in log odds. */
export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/** What is certain is taken for nearly certain. */
const nearly = (p: number): number => Math.min(Math.max(p, 1e-9), 1 - 1e-9)

/** Log odds of a probability. */
export function logit(p: number): number {
  const inside = nearly(p)
  return Math.log(inside / (1 - inside))
}

/** Logarithmic loss of one answer. */
export function lossOf(p: number, label: number): number {
  const inside = nearly(p)
  return -Math.log(label === 1 ? inside : 1 - inside)
}

/** How many labels are positive. */
export function positivesOf(labels: Uint8Array): number {
  let sum = 0
  for (let row = 0; row < labels.length; row++) sum += labels[row] as number
  return sum
}

/** How many labels there are of the rarer kind. */
export function rarerOf(labels: Uint8Array): number {
  const positives = positivesOf(labels)
  return Math.min(positives, labels.length - positives)
}

/** The share of positive labels. */
export const positiveShare = (labels: Uint8Array): number =>
  labels.length === 0 ? 0 : positivesOf(labels) / labels.length
