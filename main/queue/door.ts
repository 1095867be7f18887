/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { claim, dismiss, queueCommands, release, resolve, snooze, unsnooze } from './commands.ts'
export { facetOptions } from './desk/facets.ts'
export { workFor } from './desk/hours.ts'
export { deskCounts, deskList, deskPage, type ReachOf, stillListed } from './desk/lists.ts'
export { removeView, saveView, viewsOf } from './desk/views.ts'
export { followLink, linkOf } from './links.ts'
export { accountsNamed, queueCounts, queueList, queueRow } from './store.ts'
