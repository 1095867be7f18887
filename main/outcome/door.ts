/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { answerAudit } from './audit.ts'
export { confirmOutcome, outcomeCommands } from './commands.ts'
export { outcomeDueAt } from './due.ts'
export { listOutcomes } from './list-outcomes.ts'
export { messagesOfReference } from './reference.ts'
export { closeLoops } from './store.ts'
export { doubtfulTicket, judgeTicket } from './tickets.ts'
