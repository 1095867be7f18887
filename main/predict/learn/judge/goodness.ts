import { lossOf } from '../log-odds.ts'
import { orderOf } from '../order.ts'
import { aucOf } from './auc.ts'

/** Cases of like risk: what was predicted for them, and what happened. */
export interface RiskBin {
  from: number
  to: number
  n: number
  predicted: number
  observed: number
}

/** Mean logarithmic loss. */
export const logLossOf = (risks: Float64Array, labels: Uint8Array): number =>
  meanOver(risks, row => lossOf(risks[row] as number, labels[row] as number))

/** Mean squared error (Brier 1950). */
export const brierOf = (risks: Float64Array, labels: Uint8Array): number =>
  meanOver(risks, row => ((risks[row] as number) - (labels[row] as number)) ** 2)

function meanOver(risks: Float64Array, of: (row: number) => number): number {
  let sum = 0
  for (let row = 0; row < risks.length; row++) sum += of(row)
  return risks.length === 0 ? 0 : sum / risks.length
}

/** Bins with equally many cases: with equal widths most would be empty where the risk is low. Equal risks share a bin. */
export function riskBins(risks: Float64Array, labels: Uint8Array, bins = 10): RiskBin[] {
  const order = orderOf(risks)
  const found: RiskBin[] = []
  let from = 0
  for (let bin = 1; bin <= bins && from < order.length; bin++) {
    let to = Math.max(from + 1, Math.round((bin * order.length) / bins))
    while (to < order.length && risks[order[to] as number] === risks[order[to - 1] as number]) to++
    let [predicted, observed] = [0, 0]
    for (let at = from; at < to; at++) {
      predicted += risks[order[at] as number] as number
      observed += labels[order[at] as number] as number
    }
    const n = to - from
    const [first, last] = [risks[order[from] as number] as number, risks[order[to - 1] as number] as number]
    found.push({ from: first, to: last, n, predicted: predicted / n, observed: observed / n })
    from = to
  }
  return found
}

/** Expected calibration error (Naeini et al. 2015) over bins: the mean gap between predicted and observed. */
export function calibrationError(bins: readonly RiskBin[]): number {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0)
  return n === 0 ? 0 : bins.reduce((sum, bin) => sum + bin.n * Math.abs(bin.predicted - bin.observed), 0) / n
}

/** The figures that two models are held against each other by. */
export const goodnessOf = (risks: Float64Array, labels: Uint8Array) => ({
  auc: aucOf(risks, labels),
  logLoss: logLossOf(risks, labels),
  brier: brierOf(risks, labels),
  calibrationError: calibrationError(riskBins(risks, labels)),
})

/** How many times as often cases of the highest risks were positive as all are: among the top tenth. */
export function liftOf(risks: Float64Array, labels: Uint8Array, top = 0.1): number {
  const order = orderOf(risks)
  const n = Math.max(1, Math.round(order.length * top))
  let [inTop, all] = [0, 0]
  for (let at = 0; at < order.length; at++) {
    const label = labels[order[at] as number] as number
    all += label
    if (at >= order.length - n) inTop += label
  }
  return all === 0 ? 1 : inTop / n / (all / order.length)
}

/** How much longer each stretch of the curve is than the one before. */
const STRETCH = 1.5

/** How many of the highest risks were positive, at so many places that any number of warnings lies near one of them. */
export function warningCurve(risks: Float64Array, labels: Uint8Array): { n: number; k: number }[] {
  const order = orderOf(risks)
  const found: { n: number; k: number }[] = []
  let [n, k] = [0, 0]
  for (let next = 5; n < order.length; next = Math.ceil(next * STRETCH)) {
    for (; n < Math.min(next, order.length); n++) k += labels[order[order.length - 1 - n] as number] as number
    found.push({ n, k })
  }
  return found
}
