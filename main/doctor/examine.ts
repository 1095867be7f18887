import type { Examination } from '../../shared/model/finding.ts'
import { query } from '../cache/db.ts'
import type { Check, Patient } from './check.ts'
import { contactsWithoutAddress } from './checks/addresses.ts'
import { assumedValues } from './checks/assumed.ts'
import { equalColumns } from './checks/columns.ts'
import { currenciesWithoutRate, revenueNotAddedUp } from './checks/currencies.ts'
import { implausibleDates } from './checks/dates.ts'
import { duplicateAccounts } from './checks/duplicates.ts'
import { amountsInMinorUnits } from './checks/minor.ts'
import { severalSpellings } from './checks/spellings.ts'
import { laggingStreams } from './checks/streams.ts'
import { triggersWithoutSource } from './checks/triggers.ts'
import { unitsOff } from './checks/units.ts'
import { unitsOffWithin } from './checks/units-within.ts'

/** In the order in which a person should look: what ranks and writes wrongly first. */
const CHECKS: readonly Check[] = [
  implausibleDates,
  assumedValues,
  unitsOff,
  unitsOffWithin,
  amountsInMinorUnits,
  currenciesWithoutRate,
  revenueNotAddedUp,
  laggingStreams,
  triggersWithoutSource,
  contactsWithoutAddress,
  duplicateAccounts,
  severalSpellings,
  equalColumns,
]

export const CHECK_COUNT = CHECKS.length

const looked = query<Examination['looked']>(
  `SELECT (SELECT count(*) FROM account) AS accounts, (SELECT count(*) FROM contact) AS contacts,
     (SELECT count(*) FROM object) AS objects, (SELECT count(*) FROM event) AS events`,
)

/** Looks over a workspace's data for what is hardly true. Reads whole tables, so it runs in a thread of its own. */
export function examine(patient: Patient, progress: (done: number) => void = () => {}): Examination {
  const findings = CHECKS.flatMap((check, n) => {
    progress(n)
    return check(patient)
  })
  return {
    looked: patient.db.get(looked) ?? { accounts: 0, contacts: 0, objects: 0, events: 0 },
    findings,
  }
}
