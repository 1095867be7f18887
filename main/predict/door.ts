/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { trainBaseRates } from './base-rates.ts'
export { modelName } from './model-name.ts'
export { forgetModels } from './models.ts'
export { startJudgement } from './table/table-thread.ts'
