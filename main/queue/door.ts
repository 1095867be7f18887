/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { claim, dismiss, queueCommands, release, resolve, snooze, unsnooze } from './commands.ts'
export { deskAbout } from './day/about.ts'
export { waitingFor } from './day/day.ts'
export { followLink, linkOf } from './links.ts'
export { settlePromise, settling } from './promise/promises.ts'
export { proposePromises } from './promise/propose.ts'
export { accountsNamed, queueCounts, queueList, queueRow } from './store.ts'
export { assignIssues } from './together/assign.ts'
export { type MovedDesk, moveDesk, moveDeskBack } from './together/follow.ts'
export { editNote, withdrawNote, writeNote } from './together/notes.ts'
export { mentionedIn, people } from './together/people.ts'
export { beginWatching, endWatching, see } from './together/watch.ts'
