import { logit, positiveShare, sigmoid } from '../log-odds.ts'

/** Slope and intercept of log odds. */
export interface CalibrationLine {
  is: 'line'
  slope: number
  intercept: number
}

/**
 * Platt's line (1999), with the targets and the Newton steps of Lin, Lin & Weng (2007). A line that falls would say that
 * the model is wrong way round, which is chance: then it is level.
 */
export function platt(z: Float64Array, labels: Uint8Array): CalibrationLine {
  const share = positiveShare(labels)
  const positive = share * labels.length
  const target = [1 / (labels.length - positive + 2), (positive + 1) / (positive + 2)]
  const level = (positive + 1) / (labels.length + 2)
  let [slope, intercept] = [0, logit(level)]
  for (let step = 0; step < 100; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-9, 0, 1e-9]
    for (let row = 0; row < z.length; row++) {
      const score = z[row] as number
      const p = sigmoid(slope * score + intercept)
      const rest = p - (target[labels[row] as number] as number)
      const weight = p * (1 - p)
      ga += rest * score
      gb += rest
      haa += weight * score * score
      hab += weight * score
      hbb += weight
    }
    const determinant = haa * hbb - hab * hab
    if (Math.abs(determinant) < 1e-12) break
    const [da, db] = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant]
    // Far steps overshoot where the scores are far apart.
    const size = Math.min(1, 2 / Math.max(Math.abs(da), Math.abs(db), 1e-12))
    slope -= size * da
    intercept -= size * db
    if (Math.abs(da) + Math.abs(db) < 1e-10) break
  }
  return slope > 0 ? { is: 'line', slope, intercept } : { is: 'line', slope: 0, intercept: logit(level) }
}
