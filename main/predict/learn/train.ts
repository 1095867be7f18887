import { calibrated, learnCalibration } from './calibrate/calibration.ts'
import { learnWidths } from './calibrate/venn-abers.ts'
import { learnTerms, type Matrix, type Term, termValues } from './data/encoding.ts'
import { type Examples, takeExamples, taken } from './data/feature-table.ts'
import { type BinnedTerm, binAll, binned } from './fit/bins.ts'
import { BOOSTING, type Boosted, type Boosting, boost } from './fit/boost.ts'
import { fitLogistic, logisticScores } from './fit/logistic.ts'
import { addBinned } from './fit/tree.ts'
import type { Fold } from './judge/folds.ts'
import { lossOf, sigmoid } from './log-odds.ts'
import type { RiskModel } from './risk-model.ts'

/** Which kind of model, and how strongly it is held back. */
export type Candidate = { is: 'logistic'; penalty: number } | { is: 'trees'; leaves: number }

/** Data of this size are large: one part held out judges as well as several, and fewer settings are tried. */
export const LARGE = 20_000

const SMALL_CANDIDATES: readonly Candidate[] = [
  { is: 'logistic', penalty: 1 },
  { is: 'logistic', penalty: 10 },
  { is: 'logistic', penalty: 100 },
  { is: 'logistic', penalty: 1_000 },
  { is: 'trees', leaves: 4 },
  { is: 'trees', leaves: 8 },
]
const LARGE_CANDIDATES: readonly Candidate[] = [
  { is: 'logistic', penalty: 10 },
  { is: 'logistic', penalty: 1_000 },
  { is: 'trees', leaves: 16 },
]

export interface TrainAsk {
  examples: Examples
  /** Several: each row is predicted by a model that has not seen it, and the last model learns from all. One: it stays. */
  folds: readonly Fold[]
  seed: number
  /** Hears how many fits are done. */
  onFit?: (done: number, total: number) => void
}

/** A model, how each candidate did on rows that it had not seen, and what was predicted for those. */
export interface Trained {
  model: RiskModel
  losses: { candidate: Candidate; loss: number }[]
  heldOut: { rows: Int32Array; risks: Float64Array; labels: Uint8Array }
}

interface Fitted {
  terms: Term[]
  fit: RiskModel['fit']
  z: Float64Array
}

/** Tries all candidates on the folds, keeps the one with the least loss and calibrates it by what it had not seen. */
export function train({ examples, folds, seed, onFit = () => {} }: TrainAsk): Trained {
  const isLarge = examples.table.rows > LARGE
  const candidates = isLarge ? LARGE_CANDIDATES : SMALL_CANDIDATES
  const total = folds.length * candidates.length + (folds.length > 1 ? 1 : 0)
  let done = 0
  const ran = folds.map(fold => {
    const data = prepared(takeExamples(examples, fold.train), takeExamples(examples, fold.test))
    return candidates.map(candidate => {
      const fitted = tried(candidate, data, seed, isLarge)
      onFit(++done, total)
      return fitted
    })
  })
  const rows = Int32Array.from(folds.flatMap(({ test }) => [...test]))
  const labels = taken(examples.labels, new Uint8Array(rows.length), rows)
  const scored = candidates.map((candidate, c) => {
    const z = Float64Array.from(ran.flatMap(fits => [...(fits[c]?.fitted.z ?? [])]))
    return { candidate, z, loss: meanLossOf(z, labels), rounds: meanOf(ran.map(fits => fits[c]?.rounds ?? 0)) }
  })
  const best = scored.reduce((a, b) => (b.loss < a.loss ? b : a))
  const only = ran.length === 1 ? ran[0]?.[scored.indexOf(best)]?.fitted : undefined
  const { terms, fit } = only ?? whole(best.candidate, examples, best.rounds, seed)
  if (!only) onFit(++done, total)
  const calibration = learnCalibration(best.z, labels)
  const model: RiskModel = {
    ...{ terms, fit, calibration, widths: learnWidths(best.z, labels) },
    rows: examples.labels.length,
    positives: examples.labels.reduce((sum, label) => sum + label, 0),
  }
  const risks = best.z.map(z => sigmoid(calibrated(calibration, z)))
  return { model, losses: scored.map(({ candidate, loss }) => ({ candidate, loss })), heldOut: { rows, risks, labels } }
}

interface Prepared {
  terms: Term[]
  train: Matrix
  labels: Uint8Array
  test: Matrix
  testLabels: Uint8Array
  /** Only trees need bins; the values of `missing` terms are nothing new to them. */
  bins: () => { train: BinnedTerm[]; test: BinnedTerm[] }
}

function prepared(train: Examples, test: Examples): Prepared {
  const { terms, matrix } = learnTerms(train.table, train.labels)
  const testMatrix = termValues(terms, test.table)
  let bins: ReturnType<Prepared['bins']> | null = null
  return {
    ...{ terms, train: matrix, labels: train.labels, test: testMatrix, testLabels: test.labels },
    bins: () => {
      bins ??= binsOf(terms, matrix, testMatrix)
      return bins
    },
  }
}

function binsOf(terms: readonly Term[], train: Matrix, test: Matrix) {
  const known = binAll(train, terms.map(signOf))
  return {
    train: known,
    test: known.map(({ cuts, sign }, t) => binned(test[t] as Float64Array, cuts, sign)),
  }
}

const signOf = (term: Term): -1 | 0 | 1 => (term.is === 'number' ? term.sign : 0)

const settingsOf = (leaves: number, seed: number, isLarge: boolean): Boosting => ({
  ...BOOSTING,
  ...(isLarge && { rate: 0.15, rounds: 80, patience: 8, rowShare: 0.5 }),
  leaves,
  seed,
})

function tried(
  candidate: Candidate,
  data: Prepared,
  seed: number,
  isLarge: boolean,
): { fitted: Fitted; rounds: number } {
  const { terms, train, labels, test, testLabels } = data
  if (candidate.is === 'logistic') {
    const model = fitLogistic(train, labels, candidate.penalty)
    const z = logisticScores(model, test, testLabels.length)
    return { fitted: { terms, fit: { is: 'logistic', ...model }, z }, rounds: 0 }
  }
  const bins = data.bins()
  const settings = settingsOf(candidate.leaves, seed, isLarge)
  const { best, ...all } = boost(bins.train, labels, settings, { terms: bins.test, labels: testLabels })
  const kept: Boosted = { base: all.base, trees: all.trees.slice(0, best) }
  const z = new Float64Array(testLabels.length).fill(kept.base)
  for (const tree of kept.trees) addBinned(tree, bins.test, z)
  return { fitted: { terms, fit: { is: 'trees', ...kept }, z }, rounds: best }
}

/** Learns from all rows. Trees grow as many rounds as the folds needed on average. */
function whole(candidate: Candidate, { table, labels }: Examples, rounds: number, seed: number) {
  const { terms, matrix } = learnTerms(table, labels)
  if (candidate.is === 'logistic')
    return { terms, fit: { is: 'logistic' as const, ...fitLogistic(matrix, labels, candidate.penalty) } }
  const settings = { ...settingsOf(candidate.leaves, seed, labels.length > LARGE), rounds: Math.round(rounds) }
  const { base, trees } = boost(binAll(matrix, terms.map(signOf)), labels, settings)
  return { terms, fit: { is: 'trees' as const, base, trees } }
}

function meanLossOf(z: Float64Array, labels: Uint8Array): number {
  let sum = 0
  for (let row = 0; row < z.length; row++) sum += lossOf(sigmoid(z[row] as number), labels[row] as number)
  return sum / Math.max(1, z.length)
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
