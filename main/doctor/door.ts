/** What the engine and the router may use of this stage; everything else in it is its own business. */

export type { Lacking } from './check.ts'
export { startExamination } from './doctor-thread.ts'
export { CHECK_COUNT } from './examine.ts'
