/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { addSource, pauseSource, scheduleSource, sourceCommands, updateSource } from './commands.ts'
export { startParser } from './files/parse-client.ts'
export { retryQuarantine, syncBatches, syncSource } from './files/sync-files.ts'
export { type Followers, type Settled, settleIdentity } from './identity/identity.ts'
export { ordered } from './identity/rules.ts'
export { groupmates, rememberIdentities, severalSources, worthALook } from './identity/store.ts'
export { whyOne } from './identity/words.ts'
export { DEADLINES, startWatch } from './pages/deadline.ts'
export { retryPages } from './pages/retry-pages.ts'
export {
  allSources,
  type SourceRow,
  sourceById,
  sourceFailed,
  sourceIsWell,
  sourceWentWell,
} from './pages/source-state.ts'
export {
  type PagesOutcome,
  SettingsChanged,
  type SyncPagesDeps,
  syncFresh,
  syncHistory,
  wordsOf,
} from './pages/sync-pages.ts'
export { listQuarantine, listSources } from './store.ts'
export { replaceObjectStays, type SourceStay } from './upsert/stays.ts'
export { upsertBatch } from './upsert/upsert.ts'
