import { keptSince, RETAINED, type Retained, type Retention, retentionSchema } from '../../shared/model/retention.ts'
import { ok } from '../../shared/result.ts'
import { ADMINS } from '../../shared/roles.ts'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { RETENTION, retentionOf } from '../cache/erased/retention.ts'
import { defineCommand, type Json } from '../cache/journal.ts'
import { putSetting } from '../cache/settings.ts'
import { ACTED_PLACES } from './places/acted.ts'

/** Rows that one look goes through, and rows that one transaction takes. */
const LOOK = 2_000
const TAKE = 200

/** Sets for how long what is kept. Only rows that are older go, in the background. */
export const setRetention = defineCommand({
  name: 'retention.set',
  args: retentionSchema,
  reserved: { roles: ADMINS, to: 'set for how long data are kept' },
  sets: 'whole',
  apply: (tx, rules) => {
    const before = retentionOf(tx)
    putSetting(tx, RETENTION, rules)
    return ok({ value: null, undo: { command: 'retention.set', args: before as Json } })
  },
})

/** Where each kind lies, and which rows are too old (`@before`, UTC ms). */
const KINDS: Record<Retained, { table: string; isOld: string }> = {
  events: { table: 'event', isOld: 'at < @before' },
  records: { table: 'object', isOld: 'closed_at < @before' },
  messages: {
    table: 'outbox',
    isOld: `state IN ('sent', 'refused', 'cancelled') AND ifnull(sent_at, queued_at) < @before AND lane <> 'erased'`,
  },
  quarantine: { table: 'quarantine', isOld: 'at < @before' },
}

/** Kinds that are kept for a time only, with the moment before which they are not. */
export const expiring = (rules: Retention, now: number): { kind: Retained; before: number }[] =>
  RETAINED.flatMap(kind => {
    const months = rules[kind]
    return months === null ? [] : [{ kind, before: keptSince(months, now) }]
  })

const lastOf = (table: string) => query<{ id: number | null }>(`SELECT max(id) AS id FROM ${table}`)

/** Too old rows of a page of a table, and where to go on; null at its end. A look reads only. */
export function lookForOld(db: ReadDb, kind: Retained, before: number, after: number) {
  const { table, isOld } = KINDS[kind]
  const to = after + LOOK
  const sql = `SELECT id FROM ${table} WHERE id > @after AND id <= @to AND ${isOld}`
  const ids = db.all(query<{ id: number }>(sql, { after, to, before })).map(({ id }) => id)
  return { ids, after: to >= (db.get(lastOf(table))?.id ?? 0) ? null : to }
}

/** Ids in lots that one transaction takes away. */
export function lotsOfOld(ids: readonly number[]): number[][] {
  const lots: number[][] = []
  for (let from = 0; from < ids.length; from += TAKE) lots.push(ids.slice(from, from + TAKE))
  return lots
}

const IN = 'IN (SELECT value FROM json_each(?))'
const DIRTY = (table: string) =>
  `INSERT INTO dirty (account_id) SELECT DISTINCT account_id FROM ${table} WHERE id ${IN} ON CONFLICT DO NOTHING`

/** Takes old rows away; messages stay as rows without their text, because caps and outcomes count them. */
export function takeOld(tx: WriteDb, kind: Retained, ids: readonly number[]): void {
  const list = [JSON.stringify(ids)]
  const { table } = KINDS[kind]
  if (kind === 'messages') {
    emptyMessages(tx, list)
    return
  }
  if (kind !== 'quarantine') tx.run(statement(DIRTY(table), list))
  if (kind === 'records') tx.run(statement(`DELETE FROM object_state WHERE object_id ${IN}`, list))
  if (kind === 'events' || kind === 'records')
    tx.run(statement(`DELETE FROM past WHERE record = ? AND row_id ${IN}`, [table, ...list]))
  tx.run(statement(`DELETE FROM ${table} WHERE id ${IN}`, list))
}

function emptyMessages(tx: WriteDb, list: string[]): void {
  const fates: readonly [table: string, key: string][] = [
    ['attempt', 'outbox_id'],
    ['outbox', 'id'],
  ]
  for (const [table, key] of fates) {
    const fate = ACTED_PLACES.find(place => place.table === table)?.fate
    if (fate === undefined || fate === 'removed') continue
    const sets = Object.entries(fate).map(([column, value]) => `${column} = ${value}`)
    tx.run(statement(`UPDATE ${table} SET ${sets.join(', ')} WHERE ${key} ${IN}`, list))
  }
}

const keysOf = (ids: string) => query<{ key: string }>(`SELECT key FROM outbox WHERE id ${IN}`, [ids])

/** The keys of messages, by which their files are named. */
export const messageKeys = (db: ReadDb, ids: readonly number[]): string[] =>
  db.all(keysOf(JSON.stringify(ids))).map(({ key }) => key)
