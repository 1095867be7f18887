/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { trainBaseRates } from './base-rates.ts'
export { driftOf, spreadsOf } from './learn/judge/drift.ts'
export { modelName } from './model-name.ts'
export { forgetModels } from './models.ts'
export { readOwnFacts } from './outcomes/account-facts.ts'
export { accountProperties } from './outcomes/account-properties.ts'
export { type FeatureMeasure, featureMeasures } from './outcomes/feature-measures.ts'
export { landmarksBefore } from './outcomes/landmarks.ts'
export { learnOutcomes } from './outcomes/learn-outcomes.ts'
export { CALENDAR, HISTORY_NEEDED, type MeasuredAccounts, OutcomeRows } from './outcomes/outcome-table.ts'
export { meanOver, movingReasons } from './outcomes/reasons.ts'
export { outcomesSince, retrainingCommands, retrainingDue, retrainingOf, setRetraining } from './outcomes/retraining.ts'
export { readContacts } from './outcomes/told-contacts.ts'
export {
  championId,
  championOf,
  keepTrained,
  listCards,
  type TrainedBody,
  trainedBody,
} from './outcomes/trained-models.ts'
export {
  changesBetween,
  type KeptScore,
  keptReasons,
  keptScore,
  keptScoreAt,
  keptScores,
  type RebuiltRisk,
  rebuiltRates,
  rebuiltScore,
} from './score/kept-reasons.ts'
export { forgetScores, keepScores, oldScores, riskDueAt, staleRisks } from './score/kept-scores.ts'
export { learnedColumns } from './score/packed.ts'
export { type AccountScore, scoreAccounts } from './score/score-accounts.ts'
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
