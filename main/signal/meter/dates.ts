import type { Meter } from './meter.ts'
import type { AccountFacts } from './rows.ts'

/** A column of the account, or one of its properties; null where it is not there. */
export function attributeOf({ account }: AccountFacts, name: string): string | number | boolean | null {
  const found = name.startsWith('properties.') ? propertiesOf(account)[name.slice(11)] : account?.[name]
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? found : null
}

const propertiesOf = (account: AccountFacts['account']): Record<string, unknown> =>
  JSON.parse(typeof account?.properties === 'string' ? account.properties : '{}') as Record<string, unknown>

/** A date of the account, UTC ms; null where there is none. */
export function dateOf(facts: AccountFacts, name: string): number | null {
  const found = attributeOf(facts, name)
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
