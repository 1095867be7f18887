/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { adviceCommands, decideAdvice, lookAgain } from './advice/commands.ts'
export { keptFigures } from './advice/decisions.ts'
export { armHealth } from './arms/arm-health.ts'
export { startAnalysis } from './experiment/experiment-thread.ts'
export { proportion } from './proportion.ts'
export { createReviewThread, type ReviewThread } from './review-thread.ts'
