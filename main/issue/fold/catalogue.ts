import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { playbookOf, triggerOf } from '../../cache/definitions.ts'
import { readReckoning } from './reckoning.ts'
import type { Reckoning } from './stake.ts'

/** What triggers and playbooks say of themselves, and what the team reckons in. */
export interface Catalogue {
  triggers: ReadonlyMap<string, Trigger>
  /** By playbook: the share of the risk that it states to take away. */
  treatability: ReadonlyMap<string, number>
  /** By trigger and playbook: the share that was measured. */
  measured: ReadonlyMap<string, MeasuredTreatability>
  reckoning: Reckoning
}

const definitions = query<{ definition: string }>('SELECT definition FROM trigger ORDER BY id')
const playbooks = query<{ definition: string }>('SELECT definition FROM playbook ORDER BY id')

/** The share of a risk that acting was measured to take away, below 0 where it adds to it. */
export interface MeasuredTreatability {
  value: number
  low: number
  high: number
  /** Starts that it was measured on, both arms together. */
  starts: number
}

const measuredRows = query<MeasuredTreatability & { pair: string }>(
  `SELECT trigger_id || ' ' || playbook_id AS pair, value, low, high, treated + control AS starts FROM treatability
   ORDER BY trigger_id, playbook_id`,
)

/** Reads it as it is now. */
export function readCatalogue(db: ReadDb): Catalogue {
  const triggers = db.all(definitions).map(row => triggerOf(row.definition))
  const treatability = db.all(playbooks).map((row): [string, number] => {
    const playbook = playbookOf(row.definition)
    return [playbook.id, playbook.treatability]
  })
  return {
    triggers: new Map(triggers.map(trigger => [trigger.id, trigger])),
    treatability: new Map(treatability),
    measured: new Map(db.all(measuredRows).map(({ pair, ...found }) => [pair, found])),
    reckoning: readReckoning(db),
  }
}
