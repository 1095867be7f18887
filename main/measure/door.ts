/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { adviceCommands, decideAdvice, lookAtAdvice } from './advice/commands.ts'
export { keptFigures } from './advice/decisions.ts'
export { armHealth } from './arms/arm-health.ts'
export { auditChance, auditOf } from './audit/audit.ts'
export { startAnalysis } from './experiment/experiment-thread.ts'
export {
  causeByDecision,
  causeByReplay,
  LOOK_BACK,
  type ReplayedTrigger,
  type TroubleFacts,
} from './missed/cause.ts'
export { unusualFeature } from './missed/draft.ts'
export { type FactReader, type LookingTrigger, readMissedFacts } from './missed/read-facts.ts'
export { readTroubles, type Trouble } from './missed/read-troubles.ts'
export { recallFiguresOf } from './missed/recall.ts'
export { unusualSplits } from './missed/unusual.ts'
export { proportion } from './proportion.ts'
export { createReviewThread, type ReviewThread } from './review-thread.ts'
export { similarIssues } from './similar/similar.ts'
export { keepTreatabilities } from './treatability.ts'
