/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { claim, dismiss, queueCommands, release, resolve, snooze, unsnooze } from './commands.ts'
export { followLink, linkOf } from './links.ts'
export { accountsNamed, queueCounts, queueList, queueRow } from './store.ts'
