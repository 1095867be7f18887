import type { ValueRef } from '../../../shared/source/mapping.ts'
import type { SingleRef } from '../../../shared/source/value-ref.ts'
import type { GuessedColumn } from '../guess.ts'
import { amountName, currencyNamed } from '../scan/currency-name.ts'
import { headOf } from '../scan/header-words.ts'
import { isNumber, isText, type Picker } from './column-picker.ts'
import type { HeadedColumn } from './headed.ts'

type MoneyRef = Extract<SingleRef, { field: string }>

const CURRENCIES = [/^currency(_code)?$/, /_currency(_code)?$/, /^iso_currency/]
/** What an account pays a month. `monthly_active_users` are no money. */
export const REVENUES = [
  /^mrr$/,
  /^mrr_(amount|value|total|net|gross|current|now)$/,
  /^(current_)?monthly_(recurring_revenue|revenue|fee|amount|price|value|spend|charge|payment)$/,
  /^(current|net|total|contract)_mrr$/,
]
/** The same of a year. `annual_revenue` is what a company earns, not what it pays us. */
const YEARLY = [
  /^arr$/,
  /^arr_(amount|value|total|net|gross|current|now)$/,
  /^(current|net|total|contract)_arr$/,
  /^(current_)?(annual|yearly)_(recurring_revenue|fee|price|charge|payment|contract_value)$/,
]
/** What an object is worth, the whole before a part of it. */
export const AMOUNTS = [
  /^(amount|total|price)$/,
  /^(grand|order|invoice|payment|cart|net|gross)_(total|amount|price|value)$/,
  /^(total|amount)_(price|amount|value|due|paid|gross|net|charged|invoiced)$/,
  ...REVENUES,
  /^(amount|total|price)/,
  /_(amount|total|price)$/,
]
/** `total_items` and `amount_of_boxes` count, and `total_tax` is a part of the whole. */
const NO_AMOUNT =
  /(^|_)(of|items?|counts?|orders|quantity|qty|units?|boxes|pieces|tickets?|sessions?|users?|seats?|weight|volume|seconds|minutes|hours|days|percent|pct|ratio|rate|score|phone|tax|taxes|vat|discounts?|shipping|refund(ed|s)?|tip|id|no|number|lines?|products?|emails?|calls?|visits?|size|kg|lbs?|delta|change|growth)(_|$)/
const MINOR =
  /(^|_)(in_)?(cents?|minor(_units?)?|pence|penn(y|ies)|centimes|c[eé]ntimos|centavos|rappen|paise|paisa|kopecks?|kopeks|gros(z|zy)|subunits?|öre|øre|ore)(_|$)/

/** `MRR €/Monat`: what it is paid for, where the name says it. */
const A_MONTH =
  /_(per_|pro_|par_|por_|al_|p_|a_|i_)?(month|monat|mois|mese|mes|mês|maand|månad|måned|mo|miesiąc|miesięcznie)$/
/** What comes in each month, as opposed to an amount or a price that is asked for. */
const EARNED = new Set(['revenue', 'mrr', 'fee', 'spend', 'charge'])

/** The name without the words that say currency and unit: `mrr_eur`, `MRR (k€)` and `mrr_cents` are `mrr`. */
function baseOf({ name, head }: Pick<HeadedColumn, 'name' | 'head'>): string {
  const { words } = amountName(name)
  const left = head.replace(MINOR, '_').split('_')
  const base = left.filter(word => word !== '' && !words.has(word)).join('_')
  if (!A_MONTH.test(base)) return headOf(base)
  const paid = headOf(base.replace(A_MONTH, ''))
  return EARNED.has(paid) ? 'mrr' : paid
}

/**
 * A number in the currency that a column beside it names, or else its cells, its name or a person. One of which nobody
 * says in which currency it is stays a number: claiming one would rank and write by it.
 */
export function takeMoney(patterns: readonly RegExp[], pick: Picker, per?: 'year'): MoneyRef | undefined {
  const hasBeside = pick.find(CURRENCIES, isText) !== undefined
  const isPriced = (one: HeadedColumn) =>
    isNumber(one) && !NO_AMOUNT.test(one.head) && (hasBeside || currencyFor(one) !== null || isOfSeveral(one))
  let column: HeadedColumn | undefined
  for (const pattern of patterns) column ??= pick.take(one => pattern.test(baseOf(one)) && isPriced(one))
  if (!column) return undefined
  const beside = pick.named(CURRENCIES, isText)
  return {
    field: column.name,
    type: 'money',
    ...currencyOfRows(column, beside),
    ...unitOf(column),
    ...(per && { per }),
  }
}

/** What an account pays a month: where the monthly column has gaps, the twelfth of a yearly one beside it. */
export function takeRevenue(pick: Picker): ValueRef | undefined {
  const monthly = takeMoney(REVENUES, pick)
  const all: SingleRef[] = monthly ? [monthly, ...furtherOf(monthly, pick)] : []
  const yearly = monthly && !pick.hasGaps(monthly.field) ? undefined : takeMoney(YEARLY, pick, 'year')
  if (yearly) all.push(yearly)
  return all.length > 1 ? { first: all } : all[0]
}

/** `mrr_usd` and `mrr_eur`: one column for each currency, of which a row fills one. */
function furtherOf({ field }: MoneyRef, pick: Picker): MoneyRef[] {
  if (!pick.hasGaps(field) || currencyNamed(field) === null) return []
  const base = baseOf({ name: field, head: headOf(field) })
  const found: MoneyRef[] = []
  for (;;) {
    const column = pick.take(one => isNumber(one) && currencyNamed(one.name) !== null && baseOf(one) === base)
    if (!column) return found
    found.push({ field: column.name, type: 'money', ...currencyOfRows(column, undefined), ...unitOf(column) })
  }
}

/** Whether a column of numbers is called like what an account pays, in words that are read by nobody: `mrr_micros`. */
export const isUnreadRevenue = (column: HeadedColumn, beside: readonly HeadedColumn[]): boolean =>
  isNumber(column) &&
  REVENUE_WORDS.test(column.head) &&
  !NO_AMOUNT.test(column.head) &&
  (currencyFor(column) !== null || beside.some(one => isText(one) && CURRENCIES.some(name => name.test(one.head))))

const REVENUE_WORDS =
  /(^|_)(mrr|arr)(_|$)|^((semi_?)?annual|yearly|quarterly|monthly|weekly)_(recurring_revenue|fee|price|charge|payment|contract_value)(_|$)|^(quarterly|weekly|daily)_revenue(_|$)/

function unitOf({ name, head, decimal }: HeadedColumn) {
  if (MINOR.test(head)) return { unit: 'minor' as const }
  const { unit } = amountName(name)
  return { ...(unit && { unit }), ...(decimal && { decimal }) }
}

/** Every cell names its own currency, and they differ. */
const isOfSeveral = ({ type, currencies }: GuessedColumn): boolean => type === 'money' && currencies === 'each'

function currencyOfRows(column: HeadedColumn, beside: HeadedColumn | undefined) {
  if (beside) return { currencyField: beside.name }
  const own = currencyFor(column)
  // A sign that may stand for several currencies, such as $, stands for the one that a person says.
  return {
    ...(column.currencies && { currencyField: column.name }),
    ...(own !== null && column.currencies !== 'each' && { currency: own }),
  }
}

/** Whether a column is called like an amount and holds none, so that it is not read as one. */
export const isUnreadAmount = ({ type, name, head }: HeadedColumn, patterns: readonly RegExp[]): boolean =>
  type === 'text' && patterns.some(pattern => pattern.test(baseOf({ name, head }))) && !NO_AMOUNT.test(head)

/** The currency of its cells, or the one that its name holds; null where nobody says. */
export const currencyFor = ({ currency, name }: GuessedColumn): string | null => currency ?? currencyNamed(name)
