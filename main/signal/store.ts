import type { TriggerView } from '../../shared/model/trigger.ts'
import { type Trigger, triggerSchema } from '../../shared/trigger/trigger.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'

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
  definition: triggerSchema.parse(JSON.parse(row.definition)),
  version: row.version,
  enabled: row.enabled === 1,
})

const allTriggers = query<TriggerRow>('SELECT version, enabled, definition FROM trigger ORDER BY id')
const oneTrigger = (id: string) =>
  query<TriggerRow>('SELECT version, enabled, definition FROM trigger WHERE id = ?', [id])

/** The triggers that are switched on, in order of id. */
export const enabledTriggers = (db: ReadDb): StoredTrigger[] =>
  db.all(allTriggers).flatMap(row => (row.enabled === 1 ? [parse(row)] : []))

/** One trigger; undefined where there is none of that id. */
export function findTrigger(db: ReadDb, id: string): StoredTrigger | undefined {
  const row = db.get(oneTrigger(id))
  return row && parse(row)
}

/** How often each trigger has fired, and for how many accounts it holds now. */
const firingsOf = (id: string) =>
  query<{ firings: number; open: number }>(
    'SELECT count(*) AS firings, count(*) - count(cleared_at) AS open FROM signal WHERE trigger_id = ?',
    [id],
  )

/** Every trigger with its firings, in order of id. */
export const listTriggers = (db: ReadDb): TriggerView[] =>
  db.all(allTriggers).map(row => {
    const trigger = parse(row)
    const counted = db.get(firingsOf(trigger.definition.id)) ?? { firings: 0, open: 0 }
    return { ...trigger, ...counted }
  })

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
