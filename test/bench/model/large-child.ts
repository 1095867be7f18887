import { explainRow } from '../../../main/predict/learn/explain/explain.ts'
import { innerFolds } from '../../../main/predict/learn/judge/judge-table.ts'
import { seeded } from '../../../main/predict/learn/random.ts'
import { risksOf } from '../../../main/predict/learn/risk-model.ts'
import { train } from '../../../main/predict/learn/train.ts'
import { stopwatch } from '../timing.ts'
import { largeExamples } from './large-data.ts'

/** A process of its own, so that the memory is that of one training. Prints what was measured as JSON. */
const examples = largeExamples(Number(process.argv[2]))
const { labels, table } = examples
const groups = Int32Array.from(labels, (_, row) => row)
const watch = stopwatch()
const folds = innerFolds(Int32Array.from(groups), { labels, groups, times: null }, seeded(1))
const { model, losses } = train({ examples, folds, seed: 1 })
const training = watch()
const memory = process.resourceUsage().maxRSS / 1_024
const runs = Array.from({ length: 5 }, () => {
  const scoring = stopwatch()
  risksOf(model, table)
  return scoring()
})
const explained = Array.from({ length: 200 }, (_, at) => {
  const explaining = stopwatch()
  explainRow(model, table, at * 7)
  return explaining().wall
})
process.stdout.write(JSON.stringify({ training, memory, scoring: runs, explained, losses, kind: model.fit.is }))
