import { type Currencies, comparableMinor, NO_CURRENCIES } from '../../../shared/exchange.ts'
import { own } from '../../../shared/foreign/own.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import type { MeasureOf } from '../../../shared/trigger/measures/measures.ts'
import type { Meter } from './meter.ts'
import type { AccountFacts } from './rows.ts'

/** What a measure reads of the account: a column or a property by name, an amount in a currency. */
export type AttributeRef = Omit<MeasureOf<'attribute'>, 'type'>

/** A column of the account, or one of its properties; null where it is not there, or is an amount without a rate. */
export function attributeOf(facts: AccountFacts, { name, currency }: AttributeRef): string | number | boolean | null {
  const { account, currencies = NO_CURRENCIES } = facts
  if (name === AMOUNT_ATTRIBUTE) return amountOf(account, currencies, currency)
  const found = name.startsWith('properties.') ? own(propertiesOf(account), name.slice(11)) : own(account, name)
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? found : null
}

function amountOf(account: AccountFacts['account'], currencies: Currencies, wanted: string | undefined): number | null {
  const { mrr_minor: minor, currency } = account ?? {}
  if (typeof minor !== 'number') return null
  return comparableMinor(currencies, { minor, currency: typeof currency === 'string' ? currency : null }, wanted)
}

const propertiesOf = (account: AccountFacts['account']): Record<string, unknown> =>
  JSON.parse(typeof account?.properties === 'string' ? account.properties : '{}') as Record<string, unknown>

/** A date of the account, UTC ms; null where there is none. */
export function dateOf(facts: AccountFacts, name: string): number | null {
  const found = attributeOf(facts, { name })
  return typeof found === 'number' ? found : null
}

/** Time since a date (`sign` 1), or until it (-1). */
export function dateMeter(date: number | null, sign: 1 | -1): Meter {
  const defined = (t: number) => date !== null && (sign === 1 ? date <= t : date > t)
  return {
    value: t => (date !== null && defined(t) ? sign * (t - date) : null),
    nextEdge: t => (date !== null && date > t ? date : Number.POSITIVE_INFINITY),
    moves: date !== null,
    falls: false,
  }
}
