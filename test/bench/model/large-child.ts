import { explainRow } from '../../../main/predict/learn/explain/explain.ts'
import { trainHeads } from '../../../main/predict/learn/heads/train-heads.ts'
import { innerFolds } from '../../../main/predict/learn/judge/judge-table.ts'
import { seeded } from '../../../main/predict/learn/random.ts'
import { risksByHead } from '../../../main/predict/learn/risk-model.ts'
import { train } from '../../../main/predict/learn/train.ts'
import { stopwatch } from '../timing.ts'
import { largeCategories, largeExamples } from './large-data.ts'

/** A process of its own, so that the memory is that of one training. Prints what was measured as JSON. */
const examples = largeExamples(Number(process.argv[2]))
const { labels, table } = examples
const groups = Int32Array.from(labels, (_, row) => row)
const about = largeCategories(examples)
const watch = stopwatch()
const folds = innerFolds(Int32Array.from(groups), { labels, groups, times: null }, seeded(1))
const trained = train({ examples, folds, seed: 1 })
const common = watch()
const heads = trainHeads(trained, about)
const training = watch()
const model = { ...trained.model, heads }
const memory = process.resourceUsage().maxRSS / 1_024
const timesOf = (asked: Parameters<typeof risksByHead>[2]) =>
  Array.from({ length: 5 }, () => {
    const scoring = stopwatch()
    risksByHead(model, table, asked)
    return scoring()
  })
const [runs, headRuns] = [timesOf([null]), timesOf([null, ...heads])]
const explained = Array.from({ length: 200 }, (_, at) => {
  const explaining = stopwatch()
  explainRow(model, table, at * 7)
  return explaining().wall
})
process.stdout.write(
  JSON.stringify({
    training,
    common: common.wall,
    memory,
    scoring: runs,
    headScoring: headRuns,
    explained,
    losses: trained.losses,
    kind: model.fit.is,
  }),
)
