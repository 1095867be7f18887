/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { erasureOf, openErasures, saidNo } from './begin.ts'
export { eraseKnown, personToken, privacyCommands, sealRows } from './commands.ts'
export { addRemoved, endErasure, listErasures, setErasureState } from './erasures.ts'
export { rewordPage, sealsOver } from './journal-rows.ts'
export { type KnownBy, knownBySchema } from './known-by.ts'
export {
  dropQuarantined,
  dropReports,
  lookForMentions,
  lotsOf,
  quarantinedBy,
  SEARCHED,
  takeMentions,
} from './mentions.ts'
export { countOwnRows, takeOwnRows } from './own-rows.ts'
export { gatherKnownBy, type Subject, subjectOf } from './subject.ts'
