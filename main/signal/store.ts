import type { TriggerView } from '../../shared/model/trigger.ts'
import { isKnownEvent } from '../../shared/trigger/event-words.ts'
import { conditionsOf, type Trigger } from '../../shared/trigger/trigger.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { triggerOf } from '../cache/definitions.ts'
import { withoutRateAtLast } from './evaluate/rates.ts'
import { lackingAtLast } from './evaluate/supply.ts'
import { lackKey, wantsOfAll } from './language/supply.ts'

export interface StoredTrigger {
  definition: Trigger
  version: number
  enabled: boolean
}

interface TriggerRow {
  version: number
  enabled: number
  definition: string
}

const parse = (row: TriggerRow): StoredTrigger => ({
  definition: triggerOf(row.definition),
  version: row.version,
  enabled: row.enabled === 1,
})

const everyTrigger = query<TriggerRow>('SELECT version, enabled, definition FROM trigger ORDER BY id')
const oneTrigger = (id: string) =>
  query<TriggerRow>('SELECT version, enabled, definition FROM trigger WHERE id = ?', [id])

/** Every trigger, in order of id. */
export const allTriggers = (db: ReadDb): StoredTrigger[] => db.all(everyTrigger).map(parse)

/** The triggers that are switched on, in order of id. */
export const enabledTriggers = (db: ReadDb): StoredTrigger[] => allTriggers(db).filter(({ enabled }) => enabled)

/** One trigger; undefined where there is none of that id. */
export function findTrigger(db: ReadDb, id: string): StoredTrigger | undefined {
  const row = db.get(oneTrigger(id))
  return row && parse(row)
}

/** How often each trigger has fired, and for how many accounts it holds now; what a clock that was set back undid does not count. */
const firingsOf = (id: string) =>
  query<{ firings: number; open: number }>('SELECT firings, open FROM signal_count WHERE trigger_id = ?', [id])

const broughtKinds = query<{ kind: string }>(
  `SELECT DISTINCT kind FROM stream_kind WHERE record = 'event' AND kind <> '' ORDER BY kind`,
)
/** Names that are worth a sentence. */
const MOST_KINDS = 8

/** Every trigger with its firings, in order of id. */
export function listTriggers(db: ReadDb): TriggerView[] {
  const lacking = lackingAtLast(db)
  const own = db
    .all(broughtKinds)
    .map(({ kind }) => kind)
    .filter(kind => !isKnownEvent(kind))
    .slice(0, MOST_KINDS)
  const withoutRate = withoutRateAtLast(db)
  return allTriggers(db).map(trigger => {
    const counted = db.get(firingsOf(trigger.definition.id)) ?? { firings: 0, open: 0 }
    const lacks = wantsOfAll(conditionsOf(trigger.definition)).filter(want => lacking.has(lackKey(want)))
    const instead = lacks.some(({ record }) => record === 'event') ? own : []
    return { ...trigger, ...counted, lacks, instead, withoutRate: withoutRate(conditionsOf(trigger.definition)) }
  })
}

export const playbookExists = (db: ReadDb, id: string): boolean =>
  db.get(query('SELECT 1 FROM playbook WHERE id = ?', [id])) !== undefined

/** Inserts starter triggers that are absent. One whose playbook is not there yet stays off, so seed playbooks first. */
export function seedTriggers(tx: WriteDb, definitions: readonly Trigger[]): void {
  for (const definition of definitions)
    tx.run(
      statement('INSERT INTO trigger (id, version, enabled, definition) VALUES (?, 1, ?, ?) ON CONFLICT DO NOTHING', [
        definition.id,
        playbookExists(tx, definition.playbook) ? 1 : 0,
        JSON.stringify(definition),
      ]),
    )
}
