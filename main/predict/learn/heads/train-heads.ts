import { learnCalibration } from '../calibrate/calibration.ts'
import { platt } from '../calibrate/platt.ts'
import { learnWidths } from '../calibrate/venn-abers.ts'
import { LARGE } from '../candidates.ts'
import type { Matrix } from '../data/encoding.ts'
import { taken } from '../data/feature-table.ts'
import { fitStandardised, type Logistic } from '../fit/logistic.ts'
import { type Standards, standardise, standards } from '../fit/standards.ts'
import { logit, positiveShare, positivesOf, sigmoid } from '../log-odds.ts'
import { rawScores } from '../risk-model.ts'
import { meanLossOf, type Trained } from '../train.ts'
import { type CategoryHead, type HeadWeights, headScores, SeenTerms } from './category-head.ts'

/** Rows that are positive for one category. */
export interface CategoryLabels {
  category: string
  labels: Uint8Array
}

/** How a head begins (from the model of any trouble, or from nothing but how often) and how its weights are held back; null: none. */
interface HeadCandidate {
  from: 'model' | 'level'
  penalty: number | null
}

const SMALL: readonly HeadCandidate[] = [
  { from: 'model', penalty: null },
  { from: 'model', penalty: 10 },
  { from: 'model', penalty: 100 },
  { from: 'model', penalty: 1_000 },
  { from: 'level', penalty: 10 },
  { from: 'level', penalty: 100 },
]
const FEW_TRIED: readonly HeadCandidate[] = [
  { from: 'model', penalty: null },
  { from: 'model', penalty: 30 },
  { from: 'level', penalty: 30 },
]
/** The most terms that weigh otherwise: more would follow chance, and cost time at each score. */
const MOST_TERMS = 24
/** A term joins where its score test is above this: the 5 % point of χ² with one degree of freedom. */
const LEAST_TEST = 3.84

/** Rows as a head sees them. */
interface Seen {
  matrix: Matrix
  x: readonly Float32Array[]
  known: Standards
  /** Log odds by the model of any trouble. */
  common: Float64Array
}

/**
 * Learns a head for each category on top of a model, by the folds of its training: which candidate has the least loss on rows
 * that neither had seen, and what these rows say of its calibration.
 */
export function trainHeads(trained: Trained, all: readonly CategoryLabels[]): CategoryHead[] {
  const { model, parts, last } = trained
  const folds = parts.map(part => {
    return { ...part, seen: seenBy(part.data.train, part.fit), test: new SeenTerms(part.data.test) }
  })
  const isOnly = parts.length === 1
  const whole = isOnly ? null : seenBy(last.matrix, last.fit)
  const candidates = model.rows > LARGE ? FEW_TRIED : SMALL
  return all.map(({ category, labels }) => {
    const of = (rows: Int32Array) => taken(labels, new Uint8Array(rows.length), rows)
    const truth = Uint8Array.from(folds.flatMap(({ data }) => [...of(data.fold.test)]))
    const begun = folds.map(({ data, seen }) => {
      const own = of(data.fold.train)
      return { seen, model: beginning('model', seen, own), level: beginning('level', seen, own) }
    })
    const tried = candidates.map(candidate => {
      const fits = begun.map(part => fitted(candidate.penalty, part.seen, part[candidate.from]))
      const z = Float64Array.from(folds.flatMap(({ z, test }, at) => [...headScores(fits[at] as HeadWeights, z, test)]))
      return { candidate, fits, z, loss: meanLossOf(z, truth) }
    })
    const best = tried.reduce((a, b) => (b.loss < a.loss ? b : a))
    return {
      ...(whole
        ? fitted(best.candidate.penalty, whole, beginning(best.candidate.from, whole, labels))
        : (best.fits[0] as HeadWeights)),
      ...{ category, calibration: learnCalibration(best.z, truth), widths: learnWidths(best.z, truth) },
      rows: labels.length,
      positives: positivesOf(labels),
    }
  })
}

function seenBy(matrix: Matrix, fit: Parameters<typeof rawScores>[0]): Seen {
  const known = standards(matrix)
  return { matrix, known, x: standardise(matrix, known), common: rawScores(fit, matrix, matrix[0]?.length ?? 0) }
}

/** What a head begins with, however its weights are held back. */
interface Beginning {
  begin: HeadWeights['begin']
  labels: Uint8Array
  /** Log odds of the rows as the head begins. */
  offset: Float64Array
  /** Terms that may weigh otherwise. */
  terms: number[]
}

function beginning(from: HeadCandidate['from'], { x, common }: Seen, labels: Uint8Array): Beginning {
  const { slope, intercept } =
    from === 'model' ? platt(common, labels) : { slope: 0, intercept: logit(positiveShare(labels)) }
  const offset = common.map(z => slope * z + intercept)
  return { begin: { slope, intercept }, labels, offset, terms: telling(x, labels, offset) }
}

function fitted(
  penalty: HeadCandidate['penalty'],
  { x, known }: Seen,
  { begin, labels, offset, terms }: Beginning,
): HeadWeights {
  const none: Logistic = { intercept: 0, weights: [], means: [], scales: [] }
  if (penalty === null || terms.length === 0) return { begin, terms: [], weights: none }
  const weights = fitStandardised(
    terms.map(t => x[t] as Float32Array),
    labels,
    { penalty, offset },
  )
  const own = (values: readonly number[]) => terms.map(t => values[t] as number)
  return {
    begin,
    terms,
    weights: { ...weights, means: own(known.means), scales: own(known.scales) },
  }
}

/** The terms that say most about what is left to say: Rao’s score test (1948) of each alone. */
function telling(x: readonly Float32Array[], labels: Uint8Array, offset: Float64Array): number[] {
  const rest = new Float64Array(offset.length)
  const weight = new Float64Array(offset.length)
  let all = 0
  for (let row = 0; row < rest.length; row++) {
    const p = sigmoid(offset[row] as number)
    rest[row] = (labels[row] as number) - p
    weight[row] = p * (1 - p)
    all += weight[row] as number
  }
  const tests = x.map((values, t) => {
    let [score, sum, squares] = [0, 0, 0]
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number
      score += value * (rest[row] as number)
      sum += value * (weight[row] as number)
      squares += value * value * (weight[row] as number)
    }
    const information = squares - (sum * sum) / Math.max(all, 1e-9)
    return { t, test: information > 1e-9 ? score ** 2 / information : 0 }
  })
  const found = tests.filter(({ test }) => test > LEAST_TEST).sort((a, b) => b.test - a.test)
  return found.slice(0, MOST_TERMS).map(({ t }) => t)
}
