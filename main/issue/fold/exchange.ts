import { z } from 'zod'
import { type ExchangeView, exchangeSettingSchema, ratesOf } from '../../../shared/exchange.ts'
import { own } from '../../../shared/foreign/own.ts'
import { ok } from '../../../shared/result.ts'
import { ADMINS } from '../../../shared/roles.ts'
import { exchangeOf } from '../../cache/currencies.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { defineCommand, type Json } from '../../cache/journal.ts'
import { putSetting } from '../../cache/settings.ts'
import { readReckoning } from './reckoning.ts'

/** Puts imported exchange rates in force; null goes back to the built-in ones. */
export const setExchange = defineCommand({
  name: 'exchange.set',
  args: z.strictObject({ setting: exchangeSettingSchema.nullable() }),
  reserved: { roles: ADMINS, to: 'change exchange rates' },
  apply: (tx, { setting }) => {
    const before = exchangeOf(tx)
    if (setting === null) tx.run(statement("DELETE FROM setting WHERE key = 'exchange'"))
    else putSetting(tx, 'exchange', setting)
    return ok({ value: null, undo: { command: 'exchange.set', args: { setting: before } as Json } })
  },
})

/** Open issues by a currency that their account pays in and that has no rate. */
const withoutRate = query<{ currency: string; issues: number }>(
  `SELECT m.value AS currency, count(*) AS issues
   FROM issue i INDEXED BY issue_without_rate CROSS JOIN json_each(i.value_basis, '$.missing') m
   WHERE i.state <> 'closed' AND instr(i.value_basis, '"missing":["') > 0 GROUP BY 1 ORDER BY 2 DESC, 1`,
)

/** The rates in force with their days, and what has none. */
export function exchangeView(db: ReadDb): ExchangeView {
  const setting = exchangeOf(db)
  const rates = Object.entries(ratesOf(setting)).map(([currency, rate]) => ({
    currency,
    ...rate,
    imported: own(setting?.rates, currency) !== undefined,
  }))
  return {
    rates: rates.sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    from: setting?.from ?? null,
    reckoning: readReckoning(db).currency,
    missing: db.all(withoutRate),
  }
}

export const exchangeCommands = [setExchange]
