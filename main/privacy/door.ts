/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { erasureOf, openErasures, saidNo } from './begin.ts'
export { beginAgain, eraseKnown, exportPerson, personToken, privacyCommands, sealRows } from './commands.ts'
export { addRemoved, endErasure, listErasures, setErasureState } from './erasures.ts'
export { exportPage } from './export-page.ts'
export { type ExportedTable, exportDecisions, exportMentions, exportOwnRows } from './export-rows.ts'
export { concernsPerson, rewordPage } from './journal-rows.ts'
export { type KnownBy, knownBySchema, nameFinder } from './known-by.ts'
export {
  dropQuarantined,
  dropReports,
  lookForMentions,
  lotsOf,
  quarantinedBy,
  SEARCHED,
  takeMentions,
} from './mentions.ts'
export { idsNaming } from './named-ids.ts'
export { countOwnRows, takeOwnRows } from './own-rows.ts'
export { expiring, lookForOld, lotsOfOld, messageKeys, setRetention, takeOld } from './retention.ts'
export { gatherKnownBy, type Subject, subjectOf } from './subject.ts'
