import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { learnTerms, termValues } from '../../../main/predict/learn/data/encoding.ts'
import { type Examples, takeExamples, taken } from '../../../main/predict/learn/data/feature-table.ts'
import { aucOf } from '../../../main/predict/learn/judge/auc.ts'
import { type Fold, stratifiedFolds } from '../../../main/predict/learn/judge/folds.ts'
import { calibrationError, riskBins } from '../../../main/predict/learn/judge/goodness.ts'
import { innerFolds } from '../../../main/predict/learn/judge/judge-table.ts'
import { seeded } from '../../../main/predict/learn/random.ts'
import { risksOf } from '../../../main/predict/learn/risk-model.ts'
import { train } from '../../../main/predict/learn/train.ts'
import { readTable } from '../../../main/predict/table/read-table.ts'
import { tableAskSchema } from '../../../shared/predict/table-ask.ts'
import { type BenchOptions, beside, type Line, rounded, wanted } from '../figure.ts'
import { stopwatch, times } from '../timing.ts'
import { forestByPackage, logisticByPackage } from './packages.ts'
import { sklearnOn } from './sklearn.ts'

const FILE = resolve(import.meta.dirname, '../../../../shared/data/telco/telco.csv')
const FIGURES = ['telco.auc', 'telco.calibration_error', 'telco.train', 'vs.ml_random_forest', 'vs.ml_logistic']
/** What scikit-learn 1.2.1 reached on this set: the peer where it is not installed. */
const PUBLISHED = 0.845

/** IBM's customers that left: five folds by chance, each judged by a model that has not seen it. */
export async function* telcoFigures(options: BenchOptions): AsyncGenerator<Line> {
  if (!FIGURES.some(figure => wanted(options, figure))) return
  if (!existsSync(FILE)) {
    for (const figure of FIGURES) yield { figure, value: null, unit: '', note: 'no ../shared/data/telco here' }
    return
  }
  const { examples } = await readTable(tableAskSchema.parse({ file: FILE, label: 'Churn' }), () => {})
  const alone = Int32Array.from(examples.labels, (_, row) => row)
  const folds = stratifiedFolds(examples.labels, alone, 5, seeded(1))
  if (wanted(options, 'telco.auc') || wanted(options, 'telco.calibration_error')) yield* judged(examples, folds)
  if (wanted(options, 'telco.train')) {
    const watch = stopwatch()
    trained(examples)
    const took = watch()
    yield {
      figure: 'telco.train',
      value: rounded(took.wall / 1_000),
      unit: 's',
      ...times(took),
      note: 'six candidates, four folds, calibration, widths',
    }
  }
  const [first] = folds
  if (first && !options.quick) yield* besidePackages(options, examples, first)
}

const trained = (examples: Examples) => {
  const { labels } = examples
  const groups = Int32Array.from(labels, (_, row) => row)
  const all = Int32Array.from(groups)
  return train({ examples, folds: innerFolds(all, { labels, groups, times: null }, seeded(1)), seed: 1 }).model
}

async function* judged(examples: Examples, folds: readonly Fold[]): AsyncGenerator<Line> {
  const aucs: number[] = []
  const risks = new Float64Array(examples.labels.length)
  for (const { train: known, test } of folds) {
    const model = trained(takeExamples(examples, known))
    const heldOut = takeExamples(examples, test)
    const found = risksOf(model, heldOut.table)
    for (const [at, row] of test.entries()) risks[row] = found[at] as number
    aucs.push(aucOf(found, heldOut.labels))
  }
  const error = calibrationError(riskBins(risks, examples.labels))
  const peer = await sklearnOn(FILE, 'Churn', ['customerID'], folds)
  const note = peer
    ? `the same folds; logistic ${rounded(peer.logistic)}, forest ${rounded(peer.forest)}, boosting ${rounded(peer.boosting)}`
    : 'scikit-learn is not installed here, so this is what it published'
  const best = peer ? Math.max(peer.logistic, peer.forest, peer.boosting) : PUBLISHED
  const auc = {
    ...beside(mean(aucs), 'scikit-learn, the best of three', best),
    value: fourDigits(mean(aucs)),
    peerValue: fourDigits(best),
  }
  yield { figure: 'telco.auc', unit: 'AUC', ...auc, ratio: Number((mean(aucs) / best).toFixed(4)), note }
  yield {
    figure: 'telco.calibration_error',
    unit: 'share',
    value: rounded(error),
    note: 'ten bins of equally many rows',
    ...(peer && { peer: 'scikit-learn, logistic regression', peerValue: rounded(peer.calibrationError) }),
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const fourDigits = (value: number): number => Number(value.toFixed(4))

/** The two trainers of npm on the values that ours gets too: a quarter of the rows, because the forest takes minutes. */
function* besidePackages(options: BenchOptions, examples: Examples, { train: known, test }: Fold): Iterable<Line> {
  const data = takeExamples(
    examples,
    known.filter((_, at) => at % 4 === 0),
  )
  const { terms, matrix } = learnTerms(data.table, data.labels)
  const heldOut = takeExamples(examples, test)
  const values = termValues(terms, heldOut.table)
  const labels = taken(examples.labels, new Uint8Array(test.length), test)
  const watch = stopwatch()
  const model = trained(data)
  const own = watch()
  const auc = aucOf(risksOf(model, heldOut.table), labels)
  for (const [figure, peer, run] of [
    ['vs.ml_random_forest', 'ml-random-forest, 25 trees', forestByPackage],
    ['vs.ml_logistic', 'ml-logistic-regression, 1,000 steps', logisticByPackage],
  ] as const) {
    if (!wanted(options, figure)) continue
    const theirs = stopwatch()
    const scores = run(matrix, data.labels, values)
    const took = theirs()
    yield {
      ...{ figure, unit: 's', ...beside(own.wall / 1_000, peer, took.wall / 1_000), ...times(own) },
      note: `${data.labels.length} rows; AUC ${rounded(auc)} with all candidates tried, theirs ${rounded(aucOf(scores, labels))}`,
    }
  }
}
