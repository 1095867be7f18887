import { NO_CURRENCY } from '../../../shared/exchange.ts'
import { AMOUNT_ATTRIBUTE } from '../../../shared/trigger/measures/attribute.ts'
import type { DateRef } from '../../../shared/trigger/measures/parts.ts'
import type { AttributeRef } from '../meter/dates.ts'
import { attach } from './events.ts'
import type { Column, ObjectSource } from './layout.ts'
import { comparable } from './money.ts'
import { type Draft, objectRows, ownerOf, refuse } from './rows.ts'
import { column, type Expr, either, number, op, type ValueType } from './sql.ts'

type ObjectDate = Extract<DateRef, { object: unknown }>

/** A column or property of the account; an amount in the currency that is asked for, at the rates in force. */
export function attributeCell(draft: Draft, { name, currency }: AttributeRef, as: ValueType, path: string): Expr {
  const cell = draft.layout.accounts.attribute(name)
  if (!cell) return refuse(`${path}.name`, `no attribute “${name}” is mapped.`, `Add it to ${draft.layout.owner}.`)
  const found = cell('a', as)
  return name === AMOUNT_ATTRIBUTE && as === 'number' ? inCurrency(draft, found, currency, path) : found
}

/** `comparableMinor`, in the words of a statement. */
function inCurrency({ layout, currencies }: Draft, minor: Expr, wanted: string | undefined, path: string): Expr {
  const { reckoning } = currencies
  const to = wanted ?? reckoning
  if (to === NO_CURRENCY && layout.foreign)
    return refuse(
      path,
      'the workspace has no currency yet, and the amount names none.',
      'Add “currency” to the measure.',
    )
  const own = layout.accounts.attribute('currency')?.('a', 'text') ?? { nothing: 'text' }
  return comparable(currencies, { minor, currency: own }, to)
}

/** A moment of the account itself, UTC ms. */
export function accountDate(draft: Draft, name: string, path: string): Expr {
  const found = draft.layout.accounts.date(name)
  if (!found) return refuse(path, `no date “${name}” is mapped.`, `Add it to ${draft.layout.owner}.`)
  return { field: { alias: 'a', ...found }, as: 'number' }
}

/** Time until a date that lies ahead, ms; of objects the nearest. Undefined where none is ahead. */
export function timeUntil(draft: Draft, date: DateRef, path: string): Expr {
  const now = number(draft.t)
  if ('attribute' in date) {
    const at = accountDate(draft, date.attribute, `${path}.date.attribute`)
    return either(op(at, '>', now), op(at, '-', now), { nothing: 'number' })
  }
  const rows = objectRows(draft, date.object, `${path}.date.object`, {
    at: source => ({ field: { alias: 'x', ...dateOf(draft, source, date.field, path) }, as: 'number' }),
  })
  const ahead = op(column('o', 'at'), '>', now)
  const nearest = attach(draft, date.object.of, `${path}.date.object`, {
    columns: [
      ...ownerOf(date.object.of, 'o'),
      { name: 'at', value: { aggregate: 'min', of: column('o', 'at'), only: ahead } },
    ],
    from: { relation: rows, alias: 'o' },
    groupBy: ownerOf(date.object.of, 'o').map(one => one.value),
  })
  return op(nearest('at'), '-', now)
}

function dateOf(draft: Draft, source: ObjectSource, field: ObjectDate['field'], path: string): Column {
  const found = { due_at: source.dueAt, opened_at: source.openedAt, closed_at: source.closedAt }[field]
  return found ?? refuse(`${path}.date.field`, `no date “${field}” is mapped.`, `Add it to ${draft.layout.owner}.`)
}

/** Time since a date of the account that has been, ms. */
export function timeSince(draft: Draft, date: DateRef, path: string): Expr {
  if (!('attribute' in date)) return refuse(`${path}.date`, 'an age is that of an attribute.', 'Name an attribute.')
  const at = accountDate(draft, date.attribute, `${path}.date.attribute`)
  return either(op(at, '<=', number(draft.t)), op(number(draft.t), '-', at), { nothing: 'number' })
}
