import type { QueueFilter } from '../../../shared/model/queue.ts'
import type { ReadDb } from '../../cache/db.ts'
import { countUnsent, listUnsent } from '../../intervention/door.ts'
import { contactsOfIncident } from '../../issue/door.ts'
import { componentsOf } from '../../outage/door.ts'
import { queueCounts, queueList } from '../../queue/door.ts'
import { triggerActivity, triggerWords } from '../../signal/door.ts'
import { listQuarantine } from '../../sync/door.ts'
import { dataGaps } from './data-gaps.ts'
import { incidentDetail } from './incidents.ts'
import { outageCalls, outageShown } from './outages.ts'

/** What is asked, and who asks: some views are of a person. */
interface By<Input> {
  input: Input
  actor: string
}

/** Reads whose work grows with the workspace: at a million accounts each would hold up the engine for half a second. */
const reads = {
  // An incident may hold a tenth of all issues, and nobody keeps its order or its counts.
  queueOfIncident: (db: ReadDb, { input, actor }: By<Parameters<typeof queueList>[1]>) => queueList(db, input, actor),
  countsOfIncident: (db: ReadDb, { input, actor }: By<QueueFilter>) => queueCounts(db, input, actor),
  unsentCounts: countUnsent,
  unsent: listUnsent,
  triggerActivity,
  triggerWords,
  outageComponents: componentsOf,
  outageShown,
  outageCalls,
  incident: incidentDetail,
  incidentContacts: contactsOfIncident,
  quarantine: listQuarantine,
  dataGaps,
}

export type ApartName = keyof typeof reads
export type ApartInput<Name extends ApartName> = Parameters<(typeof reads)[Name]>[1]
export type ApartAnswer<Name extends ApartName> = ReturnType<(typeof reads)[Name]>
/** One of them, as the thread is asked for it. */
export interface ApartAsk {
  name: ApartName
  input: ApartInput<ApartName>
}

/** Answers the read called `name` from `db`. */
export function readApart<Name extends ApartName>(db: ReadDb, name: Name, input: ApartInput<Name>): ApartAnswer<Name> {
  // A table of functions forgets which input belongs to which name.
  const read = reads[name] as (db: ReadDb, input: ApartInput<Name>) => ApartAnswer<Name>
  return read(db, input)
}
