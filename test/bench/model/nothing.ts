import { takeExamples } from '../../../main/predict/learn/data/feature-table.ts'
import { judgeTable } from '../../../main/predict/learn/judge/judge-table.ts'
import { seeded, shuffled } from '../../../main/predict/learn/random.ts'
import { type BenchOptions, type Line, rounded, wanted } from '../figure.ts'
import { ravenstackExamples } from './ravenstack.ts'

/** What is claimed where there is nothing to learn: RavenStack's churn, and labels that were shuffled. */
export function* nothingFigures(options: BenchOptions): Iterable<Line> {
  if (!wanted(options, 'ravenstack.signal') && !wanted(options, 'shuffled.signal')) return
  const examples = ravenstackExamples()
  if (!examples) {
    const note = 'no ../shared/data/ravenstack here'
    yield { figure: 'ravenstack.signal', value: null, unit: 'signals', note }
    yield { figure: 'shuffled.signal', value: null, unit: '%', note }
    return
  }
  if (wanted(options, 'ravenstack.signal')) {
    const { usable } = judgeTable({ examples, times: null, folds: 5, seed: 1 })
    const { auc, gain } = usable
    const note = `AUC ${rounded(auc.value)} (${rounded(auc.low)} to ${rounded(auc.high)}), gain in log loss ${rounded(gain.value)} (${rounded(gain.low)} to ${rounded(gain.high)}), p = ${rounded(usable.p)}`
    yield { figure: 'ravenstack.signal', value: usable.isUsable ? 1 : 0, unit: 'signals', note }
  }
  if (!wanted(options, 'shuffled.signal')) return
  const runs = options.quick ? 10 : 100
  let claimed = 0
  for (let run = 0; run < runs; run++) {
    const order = shuffled(examples.labels.length, seeded(run + 1))
    const { labels } = takeExamples(examples, order)
    if (judgeTable({ examples: { ...examples, labels }, times: null, folds: 5, seed: 1 }).usable.isUsable) claimed++
  }
  yield {
    figure: 'shuffled.signal',
    value: rounded((100 * claimed) / runs),
    unit: '%',
    note: `${runs} shuffles of RavenStack’s labels`,
  }
}
