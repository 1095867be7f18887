import { own } from '../../../shared/foreign/own.ts'
import type { ValueRef } from '../../../shared/source/mapping.ts'
import type { SingleRef } from '../../../shared/source/value-ref.ts'
import { booleanWords } from '../cells/booleans.ts'
import { spellings } from './consent.ts'
import type { HeadedColumn } from './headed.ts'

/** Objects that are known by name, and what being over means for them. */
export const OBJECTS: Record<string, { test: RegExp; open: string; closed: string }> = {
  subscription: { test: /^(subscriptions?|subs)$/, open: 'active', closed: 'ended' },
  ticket: { test: /^(tickets?|cases?|conversations?)$/, open: 'open', closed: 'closed' },
  shipment: { test: /^(shipments?|deliver(y|ies)|parcels?)$/, open: 'open', closed: 'closed' },
  order: { test: /^orders?$/, open: 'open', closed: 'closed' },
  payment: { test: /^(payments?|charges?)$/, open: 'open', closed: 'closed' },
  invoice: { test: /^invoices?$/, open: 'open', closed: 'closed' },
}

/** `state_since`, `status_changed_at`, `last_status_update`, `changed_status_on` … */
export const SINCE = [
  /(^|_)(state|status)_(since|from|chang|updat|at$|on$|date$|time$|timestamp$)/,
  /(since|chang|updat|enter|mov).*_(state|status)(_(at|on|date|time))?$/,
]

const statesOf = (kind: string) => own(OBJECTS, kind) ?? { open: 'open', closed: 'closed' }

/** A date of its end closes a thing; with none of them it is open. */
export function stateFrom(ends: readonly HeadedColumn[], kind: string): ValueRef | undefined {
  const { open, closed } = statesOf(kind)
  const last = ends.length - 1
  return firstValue(
    ends.map(({ name }, at) => ({ field: name, type: 'text', map: { '': at === last ? open : '', '*': closed } })),
  )
}

/** `is_closed`, and `is_open` the other way round: the only word about whether the thing is over. */
export const OVER = [/^(is_|has_been_)?(closed|resolved|solved|completed|cancell?ed|delivered|done|finished)$/]
export const NOT_OVER = [/^(is_|still_)?(open|unresolved|unsolved|ongoing)$/, /^is_active$/]
/** Whether a column says yes or no. */
export const isFlag = ({ type, bits }: HeadedColumn): boolean => type === 'boolean' || bits === true

/** The state that a flag of being over says; `isOpen`: the flag says that the thing is not over. */
export function stateOfFlag({ name }: HeadedColumn, kind: string, isOpen: boolean): ValueRef {
  const { open, closed } = statesOf(kind)
  const map = [...booleanWords()].flatMap(([word, yes]) =>
    spellings(word).map(one => [one, yes === isOpen ? open : closed] as const),
  )
  return { field: name, type: 'text', map: Object.fromEntries([...map, ['', open]]) }
}

/** One value, or the first of several that is there. */
export const firstValue = ([first, ...others]: readonly SingleRef[]): ValueRef | undefined =>
  first && (others.length === 0 ? first : { first: [first, ...others] })
