import { playbookSchema } from '../../../shared/intervention/playbook.ts'
import { type Trigger, triggerSchema } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { readReckoning } from './reckoning.ts'
import type { Reckoning } from './stake.ts'

/** What triggers and playbooks say of themselves, and what the team reckons in. */
export interface Catalogue {
  triggers: ReadonlyMap<string, Trigger>
  /** By playbook: the share of the risk that it is expected to take away. */
  treatability: ReadonlyMap<string, number>
  reckoning: Reckoning
}

const definitions = query<{ definition: string }>('SELECT definition FROM trigger ORDER BY id')
const playbooks = query<{ definition: string }>('SELECT definition FROM playbook ORDER BY id')

/** Reads it as it is now. */
export function readCatalogue(db: ReadDb): Catalogue {
  const triggers = db.all(definitions).map(row => triggerSchema.parse(JSON.parse(row.definition)))
  const treatability = db.all(playbooks).map((row): [string, number] => {
    const playbook = playbookSchema.parse(JSON.parse(row.definition))
    return [playbook.id, playbook.treatability]
  })
  return {
    triggers: new Map(triggers.map(trigger => [trigger.id, trigger])),
    treatability: new Map(treatability),
    reckoning: readReckoning(db),
  }
}
