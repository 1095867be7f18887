import {
  converted,
  type ExchangeSetting,
  exchangeSettingSchema,
  rateBetween,
  ratesOf,
} from '../../../shared/exchange.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { getSetting } from '../../cache/settings.ts'
import { spreadAccounts } from '../../cache/spread-accounts.ts'
import type { Reckoning } from './stake.ts'

/** Rates that a person has imported; null while there are only the built-in ones. */
export const exchangeOf = (db: ReadDb): ExchangeSetting | null => getSetting(db, 'exchange', exchangeSettingSchema)

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

const valuesOf = (ids: string) =>
  query<{ minor: number; currency: string }>(
    `SELECT a.mrr_minor AS minor, a.currency FROM json_each(?) j CROSS JOIN account a ON a.id = j.value
     WHERE a.mrr_minor > 0 AND a.currency IS NOT NULL`,
    [ids],
  )

/** What the team reckons in: the commonest currency, the rates in force, and the value of the account in the middle. */
export function readReckoning(db: ReadDb): Reckoning {
  const ids = db.get(spreadAccounts)?.ids ?? '[]'
  const currency = db.get(commonCurrency(ids))?.currency ?? NO_CURRENCY
  const rates = ratesOf(exchangeOf(db))
  const values = db.all(valuesOf(ids)).flatMap(row => {
    const found = rateBetween(rates, row.currency, currency)
    return found ? [converted(row.minor, row.currency, currency, found.rate)] : []
  })
  values.sort((a, b) => a - b)
  return { currency, rates, typicalMinor: values[Math.floor((values.length - 1) / 2)] ?? null }
}
