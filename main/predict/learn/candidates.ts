import { learnTerms, type Matrix, type Term, termValues } from './data/encoding.ts'
import { type Examples, takeExamples } from './data/feature-table.ts'
import { type BinnedTerm, binAll, binned } from './fit/bins.ts'
import { BOOSTING, type Boosted, type Boosting, boost } from './fit/boost.ts'
import { fitLogistic, logisticScores } from './fit/logistic.ts'
import { addBinned } from './fit/tree.ts'
import type { Fold } from './judge/folds.ts'
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

/** What is tried on so many rows. */
export const candidatesFor = (rows: number): readonly Candidate[] =>
  rows > LARGE ? LARGE_CANDIDATES : SMALL_CANDIDATES

/** The rows of a fold as terms: those that teach and those that judge. */
export interface PreparedFold {
  fold: Fold
  terms: Term[]
  train: Matrix
  labels: Uint8Array
  test: Matrix
  testLabels: Uint8Array
  /** Only trees need bins; the values of `missing` terms are nothing new to them. */
  bins: () => { train: BinnedTerm[]; test: BinnedTerm[] }
}

/** Turns the rows of a fold into terms that are learned from the rows that teach. */
export function preparedFold(examples: Examples, fold: Fold): PreparedFold {
  const [train, test] = [takeExamples(examples, fold.train), takeExamples(examples, fold.test)]
  const { terms, matrix } = learnTerms(train.table, train.labels)
  const testMatrix = termValues(terms, test.table)
  let bins: ReturnType<PreparedFold['bins']> | null = null
  return {
    ...{ fold, terms, train: matrix, labels: train.labels, test: testMatrix, testLabels: test.labels },
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

/** A candidate that was fitted to a fold, what it says of the rows that judge, and the rounds that trees needed. */
export interface Tried {
  fit: RiskModel['fit']
  z: Float64Array
  rounds: number
}

/** Fits a candidate to the rows of a fold that teach. */
export function tried(candidate: Candidate, data: PreparedFold, seed: number, isLarge: boolean): Tried {
  const { train, labels, test, testLabels } = data
  if (candidate.is === 'logistic') {
    const model = fitLogistic(train, labels, candidate.penalty)
    return { fit: { is: 'logistic', ...model }, z: logisticScores(model, test, testLabels.length), rounds: 0 }
  }
  const bins = data.bins()
  const settings = settingsOf(candidate.leaves, seed, isLarge)
  const { best, ...all } = boost(bins.train, labels, settings, { terms: bins.test, labels: testLabels })
  const kept: Boosted = { base: all.base, trees: all.trees.slice(0, best) }
  const z = new Float64Array(testLabels.length).fill(kept.base)
  for (const tree of kept.trees) addBinned(tree, bins.test, z)
  return { fit: { is: 'trees', ...kept }, z, rounds: best }
}

/** A model of all rows, and their terms. */
export interface Whole {
  terms: Term[]
  fit: RiskModel['fit']
  matrix: Matrix
}

/** Learns from all rows. Trees grow as many rounds as the folds needed on average. */
export function whole(candidate: Candidate, { table, labels }: Examples, rounds: number, seed: number): Whole {
  const { terms, matrix } = learnTerms(table, labels)
  if (candidate.is === 'logistic')
    return { terms, matrix, fit: { is: 'logistic', ...fitLogistic(matrix, labels, candidate.penalty) } }
  const settings = { ...settingsOf(candidate.leaves, seed, labels.length > LARGE), rounds: Math.round(rounds) }
  const { base, trees } = boost(binAll(matrix, terms.map(signOf)), labels, settings)
  return { terms, matrix, fit: { is: 'trees', base, trees } }
}
