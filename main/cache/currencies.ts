import {
  type Currencies,
  type ExchangeSetting,
  exchangeSettingSchema,
  NO_CURRENCY,
  ratesOf,
} from '../../shared/exchange.ts'
import { spreadAccounts } from './asked/spread-accounts.ts'
import { query, type ReadDb } from './db.ts'
import { getSetting } from './settings.ts'

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

/** What the workspace reckons in, the commonest currency of its accounts, and the rates in force. */
export function readCurrencies(db: ReadDb, accounts = db.get(spreadAccounts)?.ids ?? '[]'): Currencies {
  const reckoning = db.get(commonCurrency(accounts))?.currency ?? NO_CURRENCY
  return { reckoning, rates: ratesOf(exchangeOf(db)) }
}
