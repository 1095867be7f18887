import type { EvaluationReport } from '../../../shared/model/signal.ts'
import { insteadWords } from '../../../shared/trigger/lack-words.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { createReviewThread, type ReviewThread } from '../../measure/door.ts'
import { listTriggers } from '../../signal/door.ts'
import type { Autopilot } from '../acting/autopilot.ts'
import type { Workspace } from '../open/open.ts'
import { closeAll, type Part } from '../part.ts'
import { createUnderWay } from '../under-way.ts'
import { type Backtests, createBacktests } from './backtests.ts'
import { createDoctor, type Doctor } from './doctor.ts'
import { createExperiments, type Experiments } from './experiments.ts'
import { createJudging, type Judging } from './judging.ts'
import { createMissed, type Missed } from './missed.ts'
import { createModels, type Models } from './models.ts'
import { createPipeline } from './pipeline.ts'
import { createRetraining } from './retraining.ts'
import { createTopics, type Topics } from './topics.ts'

/** What the data say: which issues there are now, what a trigger would have found, and what acting has brought. */
export interface Learning {
  /** Evaluates what changed, or everybody; autopilot then acts upon it. */
  evaluate(everything: boolean): Promise<EvaluationReport>
  /** The same where time alone has made something due. */
  evaluateIfDue(): Promise<void>
  /** Replays of triggers over what happened. */
  backtests: Backtests
  review: ReviewThread
  /** Looks over the data for what is hardly true. */
  doctor: Doctor
  /** Experiments that were run elsewhere. */
  experiments: Experiments
  /** How well tables from elsewhere can be predicted. */
  judging: Judging
  /** What the team's own outcomes teach. */
  models: Models
  /** Tickets and cancellations that came without an open issue, and why. */
  missed: Missed
  /** What tickets are about. */
  topics: Topics
}

const everySecond = (look: () => void) => {
  const timer = setInterval(look, 1_000).unref()
  return () => clearInterval(timer)
}

export function openLearning(workspace: Workspace, { autopilot }: { autopilot: Autopilot }): Part<Learning> {
  const topics = createTopics(workspace)
  const pipeline = createPipeline({ ...workspace, tell: topics.tell })
  const backtests = createBacktests(workspace)
  const review = createReviewThread(workspace.file)
  const doctor = createDoctor({
    ...workspace,
    lacking: () =>
      listTriggers(workspace.read)
        .filter(({ enabled, lacks }) => enabled && lacks.length > 0)
        .map(({ definition, lacks, instead }) => {
          const [words] = insteadWords(lacks, instead)
          return {
            triggerId: definition.id,
            title: definition.title,
            lacks: lacks.map(({ kind, key }) => (key === null ? kind : `${key} of ${kind}`)),
            ...(words !== undefined && { instead: words }),
          }
        }),
    rated: () => ['EUR', ...Object.keys(readCurrencies(workspace.read).rates)],
  })
  const experiments = createExperiments(workspace)
  const judging = createJudging(workspace)
  const missed = createMissed({ ...workspace, data: backtests.data })
  const underWay = createUnderWay()
  const evaluated = (everything: boolean) => underWay.follow(workspace.idle.during(() => evaluate(everything)))
  const models = createModels({ ...workspace, onChosen: () => evaluated(false) })
  const retraining = createRetraining({ ...workspace, ...models, every: everySecond })
  const evaluate = async (everything: boolean) => {
    const report = await pipeline.run(everything)
    await autopilot.run()
    return report
  }
  return {
    evaluate: evaluated,
    evaluateIfDue: async () => {
      await pipeline.runIfDue()
      await autopilot.runIfDue()
      await topics.learnIfDue()
      retraining.beginIfDue()
    },
    backtests,
    review,
    doctor,
    experiments,
    judging,
    models,
    missed,
    topics,
    close: () =>
      closeAll([
        backtests,
        review,
        doctor,
        experiments,
        judging,
        retraining,
        models,
        missed,
        topics,
        pipeline,
        { close: underWay.settled },
      ]),
  }
}
