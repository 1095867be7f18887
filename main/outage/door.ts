/** What the engine and the router may use of this stage; everything else in it is its own business. */

export { closeOutage, declareOutage, endOutage, outageCommands } from './commands.ts'
export { componentsOf } from './components.ts'
export { callList, outageDetail } from './detail.ts'
export { type Look, lookAtSome } from './look.ts'
export { dimensionsOf, type Naming, namingsOf } from './namings.ts'
export {
  firstKeys,
  listOutages,
  markedAs,
  markedUpto,
  markName,
  marksOf,
  type OutageRow,
  outageById,
  unmarkedOutages,
} from './store.ts'
export { byUrgency } from './sureness.ts'
