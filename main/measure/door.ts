/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { armHealth } from './arms/arm-health.ts'
export { startAnalysis } from './experiment/experiment-thread.ts'
export { proportion } from './proportion.ts'
export { createReviewThread, type ReviewThread } from './review-thread.ts'
export { keepTreatabilities } from './treatability.ts'
