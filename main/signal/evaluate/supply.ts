import { z } from 'zod'
import { own } from '../../../shared/foreign/own.ts'
import type { Lack } from '../../../shared/model/trigger.ts'
import { kindsOf } from '../../../shared/trigger/activity.ts'
import { conditionsOf, type Trigger } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb, type WriteDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { type Lacking, lackKey, wantsOfAll } from '../language/supply.ts'
import { warehouseMappingSchema } from '../warehouse/mapping.ts'

const SUPPLY = 'signal.supply'
/** What was found in rows, by name, and up to which row each thing that was not found has been looked for. */
const supplySchema = z.object({
  found: z.array(z.string()),
  looked: z.record(z.string(), z.int()),
  /** Up to which row there was none of that kind at all, so that a key could not be missed. */
  empty: z.record(z.string(), z.int()).default({}),
})
type Supply = z.infer<typeof supplySchema>

const stateOf = (read: ReadDb): Supply => getSetting(read, SUPPLY, supplySchema) ?? { found: [], looked: {}, empty: {} }

const brought = (record: Lack['record'], kinds: string) =>
  query<{ found: 1 }>(
    'SELECT 1 AS found FROM stream_kind WHERE record = ? AND kind IN (SELECT value FROM json_each(?)) LIMIT 1',
    [record, kinds],
  )
/** Rows that came later than those that were looked through; `NOT INDEXED`, so that only these are read. */
const inRows = (record: Lack['record'], kinds: string, after: number) =>
  query<{ found: 1 }>(
    `SELECT 1 AS found FROM ${record} NOT INDEXED WHERE id > ? AND kind IN (SELECT value FROM json_each(?)) LIMIT 1`,
    [after, kinds],
  )
const HAS_KEY = 'EXISTS (SELECT 1 FROM json_each(o.properties) j WHERE j.key = ? AND j.value IS NOT NULL)'
const keyInRows = (record: Lack['record'], kinds: string, key: string, after: number) =>
  query<{ found: 1 }>(
    `SELECT 1 AS found FROM ${record} o NOT INDEXED
     WHERE o.id > ? AND o.kind IN (SELECT value FROM json_each(?)) AND ${HAS_KEY} LIMIT 1`,
    [after, kinds, key],
  )
/** A row that has been there may have got the key since: its account is dirty then. */
const keyInDirty = (record: Lack['record'], kinds: string, key: string) =>
  query<{ found: 1 }>(
    `SELECT 1 AS found FROM dirty d CROSS JOIN ${record} o ON o.account_id = d.account_id
       AND o.kind IN (SELECT value FROM json_each(?))
     WHERE ${HAS_KEY} LIMIT 1`,
    [kinds, key],
  )
const newest = (record: Lack['record']) => query<{ id: number | null }>(`SELECT max(id) AS id FROM ${record}`)
const newestOf = (read: ReadDb, { record }: Lack): number => read.get(newest(record))?.id ?? 0
const warehouses = query<{ config: string }>("SELECT config FROM source WHERE kind = 'warehouse'")

/** A warehouse supplies what its mapping names: of its rows only those of accounts at risk have come over. */
const warehouseHas = (read: ReadDb, { record, kind, key }: Lack): boolean =>
  read.all(warehouses).some(({ config }) => {
    const mapping = warehouseMappingSchema.safeParse(JSON.parse(config))
    const entries = mapping.success ? (record === 'event' ? mapping.data.events : mapping.data.objects) : []
    return entries.some(
      entry =>
        ('column' in entry.kind || kindsOf(kind).includes(entry.kind.const)) &&
        (key === null || Object.hasOwn(entry.properties, key)),
    )
  })

function isThere(read: ReadDb, want: Lack, state: Supply, dirty: boolean): boolean {
  const name = lackKey(want)
  const { record, key } = want
  if (state.found.includes(name) || warehouseHas(read, want)) return true
  const kinds = JSON.stringify(kindsOf(want.kind))
  const after = own(state.looked, name) ?? 0
  if (key === null) return Boolean(read.get(brought(record, kinds)) ?? read.get(inRows(record, kinds, after)))
  if (read.get(keyInRows(record, kinds, key, after)) || (dirty && read.get(keyInDirty(record, kinds, key)))) return true
  return after === 0 && isEmpty(read, want, state)
}

/** Whether there is nothing yet that could have the key: then what is absent is truly so. */
const isEmpty = (read: ReadDb, want: Lack, { empty }: Supply): boolean =>
  read.get(inRows(want.record, JSON.stringify(kindsOf(want.kind)), own(empty, lackKey(want)) ?? 0)) === undefined

/** What triggers want and no source supplies. */
export function lackingOf(read: ReadDb, wants: readonly Lack[]): Lack[] {
  const state = stateOf(read)
  return wants.filter(want => !isThere(read, want, state, false))
}

/** What no source supplies of all that a trigger looks at, by name. */
export const lackingTo = (read: ReadDb, trigger: Trigger): Lacking =>
  new Set(lackingOf(read, wantsOfAll(conditionsOf(trigger))).map(lackKey))

/** What was lacking when triggers were last evaluated, by name. */
export const lackingAtLast = (read: ReadDb): Lacking => new Set(Object.keys(stateOf(read).looked))

/** What nothing supplies before an evaluation, and what it may remember of the search, so that the next one reads what is new. */
export interface SupplySearch {
  lacking: Lack[]
  supply: Supply
}

/** Looks through the rows that came since the last evaluation, and those of accounts that changed. */
export function lookForSupply(read: ReadDb, wants: readonly Lack[]): SupplySearch {
  const state = stateOf(read)
  const lacking = wants.filter(want => !isThere(read, want, state, true))
  const absent = new Set(lacking.map(lackKey))
  const without = wants.filter(want => want.key !== null && !absent.has(lackKey(want)) && isEmpty(read, want, state))
  const empty = Object.fromEntries(without.map(want => [lackKey(want), newestOf(read, want)] as const))
  const found = wants.map(lackKey).filter(name => !absent.has(name) && !Object.hasOwn(empty, name))
  const looked = Object.fromEntries(lacking.map(want => [lackKey(want), newestOf(read, want)] as const))
  return { lacking, supply: { found: [...new Set([...state.found, ...found])].sort(), looked, empty } }
}

/** How many rows that search would read at most, but for those of accounts that changed. */
export function rowsToLookAt(read: ReadDb, wants: readonly Lack[]): number {
  const { found, looked } = stateOf(read)
  return wants
    .filter(want => !found.includes(lackKey(want)))
    .reduce((sum, want) => sum + newestOf(read, want) - (own(looked, lackKey(want)) ?? 0), 0)
}

/** Remembers where a search has looked. */
export function keepSupply(tx: WriteDb, supply: Supply): void {
  if (JSON.stringify(supply) !== JSON.stringify(stateOf(tx))) putSetting(tx, SUPPLY, supply)
}
