import { calibrated, learnCalibration } from './calibrate/calibration.ts'
import { learnWidths } from './calibrate/venn-abers.ts'
import {
  type Candidate,
  candidatesFor,
  LARGE,
  type PreparedFold,
  preparedFold,
  tried,
  type Whole,
  whole,
} from './candidates.ts'
import { type Examples, taken } from './data/feature-table.ts'
import type { Fold } from './judge/folds.ts'
import { lossOf, positivesOf, sigmoid } from './log-odds.ts'
import type { RiskModel } from './risk-model.ts'

export interface TrainAsk {
  examples: Examples
  /** Several: each row is predicted by a model that has not seen it, and the last model learns from all. One: it stays. */
  folds: readonly Fold[]
  seed: number
  /** Hears how many fits are done. */
  onFit?: (done: number, total: number) => void
}

/** The best candidate as it was fitted to a fold, with the terms of its rows. */
export interface FittedPart {
  data: PreparedFold
  fit: RiskModel['fit']
  /** Log odds of the rows that judge. */
  z: Float64Array
}

/** A model, how each candidate did on rows that it had not seen, and what was predicted for those. */
export interface Trained {
  model: RiskModel
  losses: { candidate: Candidate; loss: number }[]
  heldOut: { rows: Int32Array; risks: Float64Array; labels: Uint8Array }
  /** What a model that goes on from this one learns from: the fits of the folds, and the last one. */
  parts: FittedPart[]
  last: Whole
}

/** Tries all candidates on the folds, keeps the one with the least loss and calibrates it by what it had not seen. */
export function train({ examples, folds, seed, onFit = () => {} }: TrainAsk): Trained {
  const isLarge = examples.table.rows > LARGE
  const candidates = candidatesFor(examples.table.rows)
  const total = folds.length * candidates.length + (folds.length > 1 ? 1 : 0)
  let done = 0
  const ran = folds.map(fold => {
    const data = preparedFold(examples, fold)
    const fits = candidates.map(candidate => {
      const fitted = tried(candidate, data, seed, isLarge)
      onFit(++done, total)
      return fitted
    })
    return { data, fits }
  })
  const rows = Int32Array.from(folds.flatMap(({ test }) => [...test]))
  const labels = taken(examples.labels, new Uint8Array(rows.length), rows)
  const scored = candidates.map((candidate, c) => {
    const z = Float64Array.from(ran.flatMap(({ fits }) => [...(fits[c]?.z ?? [])]))
    return { candidate, z, loss: meanLossOf(z, labels), rounds: meanOf(ran.map(({ fits }) => fits[c]?.rounds ?? 0)) }
  })
  const best = scored.reduce((a, b) => (b.loss < a.loss ? b : a))
  const parts = ran.flatMap(({ data, fits }): FittedPart[] => {
    const found = fits[scored.indexOf(best)]
    return found ? [{ data, fit: found.fit, z: found.z }] : []
  })
  const [only] = parts
  const isOnly = only !== undefined && parts.length === 1
  const last = isOnly
    ? { terms: only.data.terms, fit: only.fit, matrix: only.data.train }
    : whole(best.candidate, examples, best.rounds, seed)
  if (!isOnly) onFit(++done, total)
  const calibration = learnCalibration(best.z, labels)
  const model: RiskModel = {
    ...{ terms: last.terms, fit: last.fit, calibration, widths: learnWidths(best.z, labels) },
    rows: examples.labels.length,
    positives: positivesOf(examples.labels),
  }
  const risks = best.z.map(z => sigmoid(calibrated(calibration, z)))
  const losses = scored.map(({ candidate, loss }) => ({ candidate, loss }))
  return { model, losses, heldOut: { rows, risks, labels }, parts, last }
}

/** Mean logarithmic loss of log odds. */
export function meanLossOf(z: Float64Array, labels: Uint8Array): number {
  let sum = 0
  for (let row = 0; row < z.length; row++) sum += lossOf(sigmoid(z[row] as number), labels[row] as number)
  return sum / Math.max(1, z.length)
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
