import { comparableMinor } from '../../../shared/exchange.ts'
import { spreadAccounts } from '../../cache/asked/spread-accounts.ts'
import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Reckoning } from './stake.ts'

const valuesOf = (ids: string) =>
  query<{ minor: number; currency: string }>(
    `SELECT a.mrr_minor AS minor, a.currency FROM json_each(?) j CROSS JOIN account a ON a.id = j.value
     WHERE a.mrr_minor > 0 AND a.currency IS NOT NULL`,
    [ids],
  )

/** What the team reckons in: the commonest currency, the rates in force, and the value of the account in the middle. */
export function readReckoning(db: ReadDb): Reckoning {
  const ids = db.get(spreadAccounts)?.ids ?? '[]'
  const currencies = readCurrencies(db, ids)
  const values = db.all(valuesOf(ids)).flatMap(row => comparableMinor(currencies, row) ?? [])
  values.sort((a, b) => a - b)
  return {
    currency: currencies.reckoning,
    rates: currencies.rates,
    typicalMinor: values[Math.floor((values.length - 1) / 2)] ?? null,
  }
}
