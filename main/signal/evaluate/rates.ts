import { z } from 'zod'
import { type Currencies, factorBetween } from '../../../shared/exchange.ts'
import { own } from '../../../shared/foreign/own.ts'
import { murmur3 } from '../../../shared/hash.ts'
import { type WithoutRate, withoutRateSchema } from '../../../shared/model/trigger.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import { objectsOf } from '../../../shared/trigger/measures/measures.ts'
import { type Condition, measuresOf } from '../../../shared/trigger/trigger.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { fewChanged } from './gather.ts'

/** What amounts are compared in (`null` is the currency that the workspace reckons in), and of which objects they are. */
interface Compared {
  currency: string | null
  /** Null: what accounts pay. */
  kind: string | null
}

/** The amounts that some conditions compare, each once, by a name. */
function wantedIn(conditions: readonly Condition[]): Map<string, Compared> {
  const all = conditions.flatMap(measuresOf).flatMap((measure): Compared[] => {
    if (measure.type === 'attribute')
      return measure.name === AMOUNT_ATTRIBUTE ? [{ currency: measure.currency ?? null, kind: null }] : []
    const filter = objectsOf(measure)
    return filter?.amount ? [{ currency: filter.amount.currency, kind: filter.kind }] : []
  })
  return new Map(all.map(one => [`${one.currency ?? ''}${one.kind === null ? '' : ` ${one.kind}`}`, one]))
}

/** Which accounts are counted: all, or those that changed since the last evaluation. */
type Among = 'all' | 'changed'
const CHANGED = 'IN (SELECT account_id FROM dirty)'

/** Accounts by a currency that is none of those; a scan, but only of those is there anything to sort. */
const accountsWithoutRate = (reckoning: string, rated: string, among: Among) =>
  query<WithoutRate>(
    `SELECT coalesce(currency, $reckoning) AS currency, count(*) AS accounts FROM account
     WHERE mrr_minor IS NOT NULL AND merged_into IS NULL ${among === 'changed' ? `AND id ${CHANGED}` : ''}
       AND coalesce(currency, $reckoning) NOT IN (SELECT value FROM json_each($rated)) GROUP BY 1 ORDER BY 1`,
    { reckoning, rated },
  )
/** The same of the accounts that have objects of a kind with such an amount. */
const ownersWithoutRate = (kind: string, reckoning: string, rated: string, among: Among) =>
  query<WithoutRate>(
    `SELECT coalesce(currency, $reckoning) AS currency, count(DISTINCT account_id) AS accounts FROM object
     WHERE kind = $kind AND amount_minor IS NOT NULL ${among === 'changed' ? `AND account_id ${CHANGED}` : ''}
       AND coalesce(currency, $reckoning) NOT IN (SELECT value FROM json_each($rated)) GROUP BY 1 ORDER BY 1`,
    { kind, reckoning, rated },
  )

/** Accounts without a rate at the last evaluation, by what is compared. */
const foundSchema = z.record(z.string(), z.array(withoutRateSchema))
export type WithoutRates = z.infer<typeof foundSchema>
const WITHOUT_RATE = 'signal.withoutRate'
/** What they were counted by: a mark of the rates and of what is compared. */
const COUNTED_BY = 'signal.withoutRate.by'

/** Counts every account whose amount cannot be compared: a scan of all of them, for a thread of its own where they are many. */
export const countWithoutRates = (
  read: ReadDb,
  conditions: readonly Condition[],
  among: Among = 'all',
): WithoutRates => {
  const currencies = readCurrencies(read)
  return Object.fromEntries(
    [...wantedIn(conditions)].map(([name, one]) => [name, countWithoutRate(read, currencies, one, among)]),
  )
}

/** How many rows that count reads at most. */
export function rowsToCount(read: ReadDb, conditions: readonly Condition[]): number {
  const tables = [...wantedIn(conditions).values()].map(({ kind }) => (kind === null ? 'account' : 'object'))
  return tables.reduce(
    (sum, table) => sum + (read.get(query<{ id: number | null }>(`SELECT max(id) AS id FROM ${table}`))?.id ?? 0),
    0,
  )
}

const FEW = 25

/** Whether a count may differ from the last one. A few changed accounts are looked at one by one. */
function mayDiffer(read: ReadDb, conditions: readonly Condition[], by: number): boolean {
  if (getSetting(read, COUNTED_BY, z.int()) !== by) return true
  if (fewChanged(read, 0)) return false
  const isNone = (found: WithoutRates) => Object.values(found).every(({ length }) => length === 0)
  return (
    !fewChanged(read, FEW) ||
    !isNone(getSetting(read, WITHOUT_RATE, foundSchema) ?? {}) ||
    !isNone(countWithoutRates(read, conditions, 'changed'))
  )
}

/**
 * Counts the accounts whose amount cannot be compared, for a list of triggers to say; `count` does it where they are many.
 * Answers a mark that changes with what amounts are worth; empty where no condition compares one.
 */
export async function lookForRates(
  read: ReadDb,
  writer: Writer,
  conditions: readonly Condition[],
  count: (conditions: readonly Condition[]) => Promise<WithoutRates>,
): Promise<string> {
  const wanted = wantedIn(conditions)
  if (wanted.size === 0 && getSetting(read, WITHOUT_RATE, foundSchema) === null) return ''
  const worth = wanted.size === 0 ? '' : String(murmur3(JSON.stringify(readCurrencies(read))))
  const by = murmur3(JSON.stringify([worth, ...wanted.keys()]))
  if (!mayDiffer(read, conditions, by)) return worth
  const found = wanted.size === 0 ? {} : await count(conditions)
  await writer.write('bulk', tx => {
    putSetting(tx, COUNTED_BY, by)
    putSetting(tx, WITHOUT_RATE, found)
  })
  return worth
}

function countWithoutRate(
  read: ReadDb,
  currencies: Currencies,
  { currency, kind }: Compared,
  among: Among,
): WithoutRate[] {
  const { reckoning, rates } = currencies
  const to = currency ?? reckoning
  const known = [...new Set(['EUR', reckoning, to, ...Object.keys(rates)])]
  const rated = JSON.stringify(known.filter(from => factorBetween(currencies, from, to) !== null))
  const found = read.all(
    kind === null ? accountsWithoutRate(reckoning, rated, among) : ownersWithoutRate(kind, reckoning, rated, among),
  )
  if (factorBetween(currencies, to, 'EUR') !== null) return found
  // It is not the accounts' currencies that lack a rate then, but the one that they are compared in.
  const accounts = found.reduce((sum, one) => sum + one.accounts, 0)
  return accounts === 0 ? [] : [{ currency: to, accounts }]
}

/** Accounts for which some conditions were unknown at the last evaluation, because their amount has no rate. */
export function withoutRateAtLast(read: ReadDb): (conditions: readonly Condition[]) => WithoutRate[] {
  const found = getSetting(read, WITHOUT_RATE, foundSchema) ?? {}
  return conditions => {
    const all = [...wantedIn(conditions).keys()].flatMap(name => own(found, name) ?? [])
    return [...new Map(all.map(one => [one.currency, one])).values()]
  }
}
