import { playbookSchema } from '../../../shared/intervention/playbook.ts'
import { type Trigger, triggerSchema } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { spreadAccounts } from '../../cache/spread-accounts.ts'

/** What triggers and playbooks say of themselves, and what the team reckons in. */
export interface Catalogue {
  triggers: ReadonlyMap<string, Trigger>
  /** By playbook: the share of the risk that it is expected to take away. */
  treatability: ReadonlyMap<string, number>
  /** The currency of most accounts, or of most subscriptions. */
  currency: string
}

const definitions = query<{ definition: string }>('SELECT definition FROM trigger ORDER BY id')
const playbooks = query<{ definition: string }>('SELECT definition FROM playbook ORDER BY id')

/** The commonest currency of some accounts, else of their subscriptions; ties go to the first in the alphabet. */
const commonCurrency = (ids: string) =>
  query<{ currency: string }>(
    `SELECT currency FROM (SELECT coalesce(a.currency, (SELECT o.currency FROM object o
         WHERE o.account_id = a.id AND o.kind = 'subscription' AND o.currency IS NOT NULL LIMIT 1)) AS currency
       FROM json_each(?) j CROSS JOIN account a ON a.id = j.value)
     WHERE currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1`,
    [ids],
  )
/** ISO 4217's code for "no currency", where no source ever named one. */
const NO_CURRENCY = 'XXX'

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
    currency: db.get(commonCurrency(db.get(spreadAccounts)?.ids ?? '[]'))?.currency ?? NO_CURRENCY,
  }
}
