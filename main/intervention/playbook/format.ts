import { madeOnce } from '../../../shared/text/made-once.ts'
import type { Manner } from '../../template/liquid.ts'

/** One of the spaces that systems write differently between the same figures, so that a text is the same everywhere. */
const plainSpaces = (text: string): string => text.replace(/[\u202f\u2009]/g, '\u00a0')

const numberFormat = madeOnce((locale: string) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }))
const dateFormat = madeOnce(
  (locale: string, timeZone: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }),
)
const moneyFormat = madeOnce(
  (locale: string, currency: string) => new Intl.NumberFormat(locale, { style: 'currency', currency }),
)

/** What a template puts out: numbers and dates as the reader writes them, anything else as it is. */
export function valueText(value: unknown, manner: Manner): unknown {
  if (value instanceof Date) return dateText(value, manner)
  if (typeof value !== 'number' || manner === null) return value
  return plainSpaces(numberFormat(manner.locale).format(value))
}

/** `3 December 2026`, in the reader's language and zone; without either as ISO 8601 writes it, in UTC. */
function dateText(date: Date, manner: Manner): string {
  if (manner === null) return date.toISOString().slice(0, 10)
  const { locale, timeZone } = manner
  return plainSpaces(dateFormat(locale, timeZone).format(date))
}

/** An amount in whole units of `currency` (ISO 4217), such as `{{ evidence.recent | money: "EUR" }}`. */
export function moneyText(value: unknown, manner: Manner, currency: unknown): unknown {
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return value
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency))
    throw new Error('money needs a currency, such as money: "EUR"')
  return plainSpaces(moneyFormat(manner?.locale ?? 'en', currency).format(amount))
}
