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

/** Accounts by a currency that is none of those; a scan, but only of those is there anything to sort. */
const accountsWithoutRate = (reckoning: string, rated: string) =>
  query<WithoutRate>(
    `SELECT coalesce(currency, $reckoning) AS currency, count(*) AS accounts FROM account
     WHERE mrr_minor IS NOT NULL AND merged_into IS NULL
       AND coalesce(currency, $reckoning) NOT IN (SELECT value FROM json_each($rated)) GROUP BY 1 ORDER BY 1`,
    { reckoning, rated },
  )
/** The same of the accounts that have objects of a kind with such an amount. */
const ownersWithoutRate = (kind: string, reckoning: string, rated: string) =>
  query<WithoutRate>(
    `SELECT coalesce(currency, $reckoning) AS currency, count(DISTINCT account_id) AS accounts FROM object
     WHERE kind = $kind AND amount_minor IS NOT NULL
       AND coalesce(currency, $reckoning) NOT IN (SELECT value FROM json_each($rated)) GROUP BY 1 ORDER BY 1`,
    { kind, reckoning, rated },
  )

/** Accounts without a rate at the last evaluation, by what is compared. */
const foundSchema = z.record(z.string(), z.array(withoutRateSchema))
const WITHOUT_RATE = 'signal.withoutRate'

/**
 * Counts the accounts whose amount cannot be compared, for a list of triggers to say. Answers a mark that changes with
 * what amounts are worth; empty where no condition compares one.
 */
export async function lookForRates(read: ReadDb, writer: Writer, conditions: readonly Condition[]): Promise<string> {
  const wanted = wantedIn(conditions)
  const currencies = wanted.size === 0 ? null : readCurrencies(read)
  const found = currencies
    ? Object.fromEntries([...wanted].map(([name, one]) => [name, countWithoutRate(read, currencies, one)]))
    : {}
  if (JSON.stringify(found) !== JSON.stringify(getSetting(read, WITHOUT_RATE, foundSchema) ?? {}))
    await writer.write('bulk', tx => putSetting(tx, WITHOUT_RATE, found))
  return currencies ? String(murmur3(JSON.stringify(currencies))) : ''
}

function countWithoutRate(read: ReadDb, currencies: Currencies, { currency, kind }: Compared): WithoutRate[] {
  const { reckoning, rates } = currencies
  const to = currency ?? reckoning
  const known = [...new Set(['EUR', reckoning, to, ...Object.keys(rates)])]
  const rated = JSON.stringify(known.filter(from => factorBetween(currencies, from, to) !== null))
  const found = read.all(
    kind === null ? accountsWithoutRate(reckoning, rated) : ownersWithoutRate(kind, reckoning, rated),
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
