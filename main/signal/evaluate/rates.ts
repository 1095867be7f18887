import { z } from 'zod'
import { type Currencies, factorBetween } from '../../../shared/exchange.ts'
import { own } from '../../../shared/foreign/own.ts'
import { murmur3 } from '../../../shared/hash.ts'
import { type WithoutRate, withoutRateSchema } from '../../../shared/model/trigger.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import { type Condition, measuresOf } from '../../../shared/trigger/trigger.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'

/** What some conditions compare amounts in; `null` is the currency that the workspace reckons in. */
const wantedIn = (conditions: readonly Condition[]): Set<string | null> =>
  new Set(
    conditions
      .flatMap(measuresOf)
      .flatMap(measure =>
        measure.type === 'attribute' && measure.name === AMOUNT_ATTRIBUTE ? [measure.currency ?? null] : [],
      ),
  )

/** Accounts by a currency that is none of those; a scan, but only of those is there anything to sort. */
const withoutRate = (reckoning: string, rated: string) =>
  query<WithoutRate>(
    `SELECT coalesce(currency, $reckoning) AS currency, count(*) AS accounts FROM account
     WHERE mrr_minor IS NOT NULL AND merged_into IS NULL
       AND coalesce(currency, $reckoning) NOT IN (SELECT value FROM json_each($rated)) GROUP BY 1 ORDER BY 1`,
    { reckoning, rated },
  )

/** Accounts without a rate at the last evaluation, by the currency that amounts are compared in (empty: the workspace's). */
const foundSchema = z.record(z.string(), z.array(withoutRateSchema))
const WITHOUT_RATE = 'signal.withoutRate'
const nameOf = (wanted: string | null) => wanted ?? ''

/**
 * Counts the accounts whose amount cannot be compared, for a list of triggers to say. Answers a mark that changes with
 * what amounts are worth; empty where no condition compares one.
 */
export async function lookForRates(read: ReadDb, writer: Writer, conditions: readonly Condition[]): Promise<string> {
  const wanted = wantedIn(conditions)
  const currencies = wanted.size === 0 ? null : readCurrencies(read)
  const found = currencies
    ? Object.fromEntries([...wanted].map(one => [nameOf(one), countWithoutRate(read, currencies, one)]))
    : {}
  if (JSON.stringify(found) !== JSON.stringify(getSetting(read, WITHOUT_RATE, foundSchema) ?? {}))
    await writer.write('bulk', tx => putSetting(tx, WITHOUT_RATE, found))
  return currencies ? String(murmur3(JSON.stringify(currencies))) : ''
}

function countWithoutRate(read: ReadDb, currencies: Currencies, wanted: string | null): WithoutRate[] {
  const { reckoning, rates } = currencies
  const to = wanted ?? reckoning
  const known = [...new Set(['EUR', reckoning, to, ...Object.keys(rates)])]
  const rated = known.filter(currency => factorBetween(currencies, currency, to) !== null)
  const found = read.all(withoutRate(reckoning, JSON.stringify(rated)))
  if (factorBetween(currencies, to, 'EUR') !== null) return found
  // It is not the accounts' currencies that lack a rate then, but the one that they are compared in.
  const accounts = found.reduce((sum, one) => sum + one.accounts, 0)
  return accounts === 0 ? [] : [{ currency: to, accounts }]
}

/** Accounts for which some conditions were unknown at the last evaluation, because their amount has no rate. */
export function withoutRateAtLast(read: ReadDb): (conditions: readonly Condition[]) => WithoutRate[] {
  const found = getSetting(read, WITHOUT_RATE, foundSchema) ?? {}
  return conditions => {
    const all = [...wantedIn(conditions)].flatMap(wanted => own(found, nameOf(wanted)) ?? [])
    return [...new Map(all.map(one => [one.currency, one])).values()]
  }
}
