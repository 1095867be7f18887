import { z } from 'zod'
import { own } from '../../shared/foreign/own.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { bareUid } from '../../shared/source/bare-id.ts'
import { query, type ReadDb } from './db.ts'

/** Tables whose rows decisions name. */
export type Named = 'account' | 'contact' | 'incident' | 'issue' | 'note' | 'outage' | 'outbox' | 'source' | 'ticket'

declare const names: unique symbol
/**
 * The id of a row that is the same on every computer that reads the same sources; the number of a row is not. It never
 * changes, and a row keeps it when its account is merged into another.
 */
export type Uid<Table extends Named = Named> = string & { readonly [names]: Table }

/** Arguments as a caller on this computer gives them: the number of a row does for its uid. */
export type Given<Args> = Args extends Uid
  ? Args | number
  : Args extends readonly (infer One)[]
    ? Given<One>[]
    : Args extends object
      ? { [Key in keyof Args]: Given<Args[Key]> }
      : Args

const named = z.registry<{ table: Named }>()

/** The schema of an argument that names a row of `table`. */
export function uidOf<Table extends Named>(table: Table): z.ZodType<Uid<Table>> {
  const schema = z.string().min(1)
  schema.register(named, { table })
  return schema as unknown as z.ZodType<Uid<Table>>
}

interface Naming {
  /** Rows (`id`, `uid`) by a JSON list of numbers, and by one of uids. */
  byId: string
  byUid: string
  word: string
  look: string
}

const column = (table: Named, uid: string) => ({
  byId: `SELECT r.id, r.${uid} AS uid FROM json_each(?) j CROSS JOIN ${table} r ON r.id = j.value`,
  byUid: `SELECT r.id, r.${uid} AS uid FROM json_each(?) j CROSS JOIN ${table} r ON r.${uid} = j.value`,
})

const NAMING: Record<Named, Naming> = {
  account: { ...column('account', 'uid'), word: 'account', look: 'Search for the account by name.' },
  // What makes a contact one of a kind is written in its row already. No slug has a colon.
  contact: {
    byId: `SELECT c.id, s.slug || ':' || c.external_id AS uid
      FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value CROSS JOIN source s ON s.id = c.source_id`,
    byUid: `SELECT c.id, j.value AS uid
      FROM json_each(?) j CROSS JOIN source s ON s.slug = substr(j.value, 1, instr(j.value, ':') - 1)
        CROSS JOIN contact c ON c.source_id = s.id AND c.external_id = substr(j.value, instr(j.value, ':') + 1)`,
    word: 'contact',
    look: 'Open the account again.',
  },
  incident: { ...column('incident', 'uid'), word: 'incident', look: 'Check the list of incidents.' },
  issue: { ...column('issue', 'uid'), word: 'issue', look: 'Check the queue.' },
  note: { ...column('note', 'uid'), word: 'note', look: 'Open the issue or the account again.' },
  outage: { ...column('outage', 'uid'), word: 'outage', look: 'Check the list of outages.' },
  outbox: { ...column('outbox', 'key'), word: 'message or fix', look: 'Check the outbox again.' },
  ticket: {
    byId: `SELECT t.id, s.slug || ':' || t.external_id AS uid
      FROM json_each(?) j CROSS JOIN object t ON t.id = j.value CROSS JOIN source s ON s.id = t.source_id
      WHERE t.kind = 'ticket'`,
    byUid: `SELECT t.id, j.value AS uid
      FROM json_each(?) j CROSS JOIN source s ON s.slug = substr(j.value, 1, instr(j.value, ':') - 1)
        CROSS JOIN object t ON t.source_id = s.id AND t.kind = 'ticket'
          AND t.external_id = substr(j.value, instr(j.value, ':') + 1)`,
    word: 'ticket',
    look: 'Open the issue again.',
  },
  source: { ...column('source', 'slug'), word: 'source', look: 'Check the list of sources.' },
}

/** What a decision named is not in this workspace. */
export function gone(table: Named, id: number | string): Result<never> {
  const { word, look } = NAMING[table]
  return fail(
    'not_found',
    `There is no ${word} ${id}.`,
    `The ${word} was removed, or belongs to another workspace.`,
    look,
  )
}

interface Row {
  id: number
  uid: string
}
const rowsBy = (table: Named, by: 'byId' | 'byUid', ids: readonly (number | string)[]) =>
  query<Row>(NAMING[table][by], [JSON.stringify(ids)])

/** The number that a row has on this computer. */
export function rowOf<Table extends Named>(db: ReadDb, table: Table, uid: Uid<Table>): Result<number> {
  const row = db.get(rowsBy(table, 'byUid', [uid])) ?? db.get(rowsBy(table, 'byUid', unwrapped([uid])))
  return row ? ok(row.id) : gone(table, uid)
}

/** The same of many, by one query; those that are gone are absent. */
export function rowsOf<Table extends Named>(db: ReadDb, table: Table, uids: readonly Uid<Table>[]) {
  const found = new Map<string, number>(db.all(rowsBy(table, 'byUid', uids)).map(({ id, uid }) => [uid, id]))
  const wrapped = unwrapped(uids.filter(uid => !found.has(uid)))
  if (wrapped.length === 0) return found
  const known = new Map(db.all(rowsBy(table, 'byUid', wrapped)).map(({ id, uid }) => [uid, id]))
  for (const uid of uids) {
    const id = found.get(uid) ?? known.get(bareUid(uid))
    if (id !== undefined) found.set(uid, id)
  }
  return found
}

/** What was decided while ids still had the wrapping of spreadsheets names its rows by it; here they are without. */
const unwrapped = (uids: readonly string[]): string[] => uids.map(bareUid).filter((bare, at) => bare !== uids[at])

/** Arguments with uids in the place of row numbers, by one query for each table. What else does not fit the schema stays. */
export function withUids(db: ReadDb, schema: z.ZodType, args: unknown): Result<unknown> {
  const numbers = new Map<Named, Set<number>>()
  for (const { table, id } of namedIn(schema, args))
    if (typeof id === 'number') numbers.set(table, (numbers.get(table) ?? new Set()).add(id))
  const uids = new Map<Named, Map<number, string>>()
  for (const [table, ids] of numbers) {
    const known = new Map(db.all(rowsBy(table, 'byId', [...ids])).map(({ id, uid }) => [id, uid]))
    const missing = [...ids].find(id => !known.has(id))
    if (missing !== undefined) return gone(table, missing)
    uids.set(table, known)
  }
  if (numbers.size === 0) return ok(args)
  return ok(mapNamed(schema, args, (table, id) => (typeof id === 'number' ? uids.get(table)?.get(id) : id)))
}

/** Everything that arguments name, in order, by uid or (in what an older version decided) by row number. */
export function namedIn(schema: z.ZodType, args: unknown): { table: Named; id: unknown }[] {
  const found: { table: Named; id: unknown }[] = []
  mapNamed(schema, args, (table, id) => {
    found.push({ table, id })
    return id
  })
  return found
}

/** Goes through a value beside its schema. Objects, lists and what may be absent are all that names stand in. */
function mapNamed(schema: z.core.$ZodType, value: unknown, to: (table: Named, id: unknown) => unknown): unknown {
  const name = named.get(schema as z.ZodType)
  if (name) return to(name.table, value)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return value == null ? value : mapNamed(schema.unwrap(), value, to)
  if (schema instanceof z.ZodArray && Array.isArray(value)) return value.map(one => mapNamed(schema.element, one, to))
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return value
  const shape: Record<string, z.core.$ZodType> = schema.shape
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const named = own(shape, key)
      return [key, named ? mapNamed(named, one, to) : one]
    }),
  )
}

/** `base`, or with `~2`, `~3` … where rows were made of the same before. */
export const nthUid = (base: string, n: number): string => (n === 1 ? base : `${base}~${n}`)
