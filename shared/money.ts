import { MINOR_DIGITS } from './currencies.ts'
import { madeOnce } from './text/made-once.ts'

/** An amount in minor units (cents, øre, yen) of a currency (ISO 4217 code). Never a fraction. */
export interface Money {
  minor: number
  currency: string
}

/** True for a code of ISO 4217: only of those is it known what a minor unit is. */
export const isCurrency = (code: string): boolean => MINOR_DIGITS.has(code)

/**
 * How many minor digits a currency has: 2 for EUR, 0 for JPY, 3 for BHD. A code outside of ISO 4217 is never read into
 * the cache; one that older versions let in is shown with two.
 */
export const minorDigits = (currency: string): number => MINOR_DIGITS.get(currency) ?? 2

/** Reads a decimal text such as `1240.5` exactly, without floating point; null when it is not an amount. */
export function parseMinor(text: string, currency: string): number | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) return null
  const places = minorDigits(currency)
  const fraction = match[3] ?? ''
  if (/[1-9]/.test(fraction.slice(places))) return null
  const minor = Number(`${match[2]}${fraction.slice(0, places).padEnd(places, '0')}`)
  if (!Number.isSafeInteger(minor)) return null
  return match[1] && minor !== 0 ? -minor : minor
}

const numberWith = (fraction: number) => ({ minimumFractionDigits: fraction, maximumFractionDigits: fraction })
const plainFormat = madeOnce((locale: string, fraction: number) => new Intl.NumberFormat(locale, numberWith(fraction)))
const moneyFormat = madeOnce(
  (locale: string, currency: string, fraction: number) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, ...numberWith(fraction) }),
)

/** `€1,240` or `€12.50`: whole amounts drop their zeros. The runtime lends signs and separators, the digits are ours. */
export function formatMoney({ minor, currency }: Money, locale = 'en'): string {
  const places = minorDigits(currency)
  const fraction = minor % 10 ** places === 0 ? 0 : places
  const major = minor / 10 ** places
  if (!/^[A-Z]{3}$/.test(currency)) return `${plainFormat(locale, fraction).format(major)} ${currency}`
  return moneyFormat(locale, currency, fraction).format(major)
}
