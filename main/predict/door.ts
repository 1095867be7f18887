/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { trainBaseRates } from './base-rates.ts'
export { modelName } from './model-name.ts'
export { forgetModels } from './models.ts'
export { type FeatureMeasure, featureMeasures } from './outcomes/feature-measures.ts'
export { landmarksBefore } from './outcomes/landmarks.ts'
export { learnOutcomes } from './outcomes/learn-outcomes.ts'
export { HISTORY_NEEDED, type MeasuredAccounts, OutcomeRows } from './outcomes/outcome-table.ts'
export { movingReasons } from './outcomes/reasons.ts'
export { championOf, keepTrained, listCards, type TrainedBody } from './outcomes/trained-models.ts'
export { startJudgement } from './table/table-thread.ts'
export { setTopicRules, topicCommands, topicRules } from './topics/topic-commands.ts'
export {
  anyUntold,
  claimAllUntold,
  claimUntold,
  erasuresSoFar,
  keepTopicModel,
  listToldTickets,
  rememberToldBy,
  toldBy,
  toldMark,
  topicModelInUse,
  topicsView,
  writeTold,
} from './topics/topic-store.ts'
export { startTopicThread } from './topics/topic-thread.ts'
