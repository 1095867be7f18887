import { MINOR_DIGITS } from '../../../shared/currencies.ts'
import { own } from '../../../shared/foreign/own.ts'
import type { Decimal } from '../../../shared/source/cell-format.ts'
import { westernDigits } from './digits.ts'
import { paidFor } from './paid-for.ts'

/**
 * What the marks of a number tell. `point` and `comma`: the decimal mark is certain. `either-*`: one mark before exactly
 * three digits, which may be a thousand or a fraction. `grouped`: by spaces or apostrophes.
 */
export type NumberShape = 'integer' | 'grouped' | 'point' | 'comma' | 'either-point' | 'either-comma'

const BETWEEN = `[ '’‘´\`\u00a0\u2009\u202f]`
const SPACED = new RegExp(String.raw`^\d{1,3}(?:${BETWEEN}\d{3})+(?:([.,])\d+)?$`)
const DOTS = /^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?$/
/** Also as in India: 12,34,567. */
const COMMAS = /^[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d*)?$/
const EXPONENT = /^\d+(?:([.,])\d+)?e[+-]?\d{1,3}$/i

/** How a number without sign or currency is written; null for what is none. */
export function numberShape(text: string): NumberShape | null {
  let points = 0
  let commas = 0
  let mark = -1
  let digits = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) digits++
    else if (code === 46) {
      points++
      mark = at
    } else if (code === 44) {
      commas++
      mark = at
    } else if (digits === 0) return null
    else return spaced(text)
  }
  if (digits === 0) return null
  if (points + commas === 0) return 'integer'
  if (points + commas === 1) return oneMark(text, mark, points === 1)
  if (commas === 0) return DOTS.test(text) ? 'comma' : null
  if (points === 0) return COMMAS.test(text) ? 'point' : null
  if (text[mark] === '.') return points === 1 && COMMAS.test(text) ? 'point' : null
  return commas === 1 && DOTS.test(text) ? 'comma' : null
}

function spaced(text: string): NumberShape | null {
  const found = SPACED.exec(text)
  if (found) return found[1] === undefined ? 'grouped' : found[1] === '.' ? 'point' : 'comma'
  const power = EXPONENT.exec(text)
  return power && (power[1] === ',' ? 'comma' : 'point')
}

/** `0.500` and `1234.567` are fractions; `1.500` may be either. */
function oneMark(text: string, mark: number, isPoint: boolean): NumberShape {
  const either = text.length - mark - 1 === 3 && mark >= 1 && mark <= 3 && text.charCodeAt(0) !== 48
  return isPoint ? (either ? 'either-point' : 'point') : either ? 'either-comma' : 'comma'
}

/** A number without its sign and its currency. */
export interface BareNumber {
  digits: string
  negative: boolean
  /** As the cell names it: a sign or a code. */
  currency: string | null
  /** Places by which a word behind the number moves its decimal mark: 3 for `1.5k`. */
  shift: number
  /** The months that the cell says it pays for: 12 for `€588/yr`. Null where it says none. */
  months: number | null
}

/** The currencies that a sign may stand for; a code in a cell stands for itself. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'TWD', 'MXN', 'ARS', 'CLP', 'COP'],
  '€': ['EUR'],
  Euro: ['EUR'],
  Euros: ['EUR'],
  euro: ['EUR'],
  euros: ['EUR'],
  '£': ['GBP', 'EGP'],
  '¥': ['JPY', 'CNY'],
  円: ['JPY'],
  元: ['CNY'],
  Rs: ['INR', 'PKR', 'LKR', 'NPR', 'MUR'],
  'Rs.': ['INR', 'PKR', 'LKR', 'NPR', 'MUR'],
  C$: ['CAD', 'NIO'],
  S$: ['SGD'],
  NT$: ['TWD'],
  MX$: ['MXN'],
  원: ['KRW'],
  '₹': ['INR'],
  '₩': ['KRW'],
  '₺': ['TRY'],
  '₽': ['RUB'],
  '₫': ['VND'],
  '₪': ['ILS'],
  '฿': ['THB'],
  '₴': ['UAH'],
  US$: ['USD'],
  CA$: ['CAD'],
  A$: ['AUD'],
  AU$: ['AUD'],
  NZ$: ['NZD'],
  HK$: ['HKD'],
  R$: ['BRL'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  'kr.': ['DKK', 'NOK', 'SEK', 'ISK'],
  TL: ['TRY'],
  руб: ['RUB'],
  'руб.': ['RUB'],
  đ: ['VND'],
  Rp: ['IDR'],
  'Rp.': ['IDR'],
  '₱': ['PHP'],
  '₦': ['NGN'],
  '₵': ['GHS'],
  '₡': ['CRC', 'SVC'],
  '₲': ['PYG'],
  '₸': ['KZT'],
  '₼': ['AZN'],
  '₾': ['GEL'],
  zł: ['PLN'],
  Kč: ['CZK'],
  Ft: ['HUF'],
  lei: ['RON'],
}
const CODES = [...MINOR_DIGITS.keys()].join('|')

/** Whether this is a sign of money, such as `€` or `kr`. */
export const isSign = (written: string): boolean => Object.hasOwn(SIGNS, written)

/** The only currency that a sign or code can mean; null where it may be one of several. */
export function currencyOf(written: string): string | null {
  const signs = own(SIGNS, written)
  return signs === undefined ? written : signs.length === 1 ? (signs[0] ?? null) : null
}

/** Whether an amount that is written with this sign or code may be one in `currency`. */
export const mayBeIn = (written: string, currency: string): boolean =>
  written === currency || (own(SIGNS, written)?.includes(currency) ?? false)

/** Signs and codes of currencies, as a part of a pattern with one group. */
const CURRENCY = `(US\\$|CA?\\$|AU?\\$|NZ\\$|HK\\$|NT\\$|MX\\$|R\\$|S\\$|Rs\\.?|[$€£¥₹₩₺₽₫₪฿₴円元원₱₦₵₡₲₸₼₾đ]|${CODES}|[Ee]uros?|kr\\.?|zł|Kč|Ft|lei|TL|Rp\\.?|руб\\.?)`
const WITH_CURRENCY = new RegExp(String.raw`^(?:${CURRENCY}\s?)?((?:[-−‑–]\s?)?[\d.,].*?)(?:\s?${CURRENCY})?$`)

/** `10,-` and `1.250,--`: no cents, and the mark before them is the decimal one. */
const NO_CENTS = /(\d[.,])[-–—]{1,2}(?=\s|$)/
/** `₹ 100/-`, the same in India. */
const NOTHING_MORE = /(\d)\/[-–—]$/

const SHORT = /^([\d.,]+)\s?(\p{L}{1,9})\.?$/u
const THOUSANDS = new Set(['k', 'tsd', 'thousand', 'тыс', 'tys'])
const MILLIONS = new Set(['mio', 'mln', 'mn', 'million', 'millionen', 'millions', 'млн', 'milyon'])
/** The Indian hundred thousand and ten million. `Cr` alone is a credit to a bookkeeper. */
const LAKHS = new Set(['lakh', 'lakhs', 'lac', 'lacs'])
const CRORES = new Set(['crore', 'crores'])
const BILLIONS = new Set(['bn', 'mrd', 'mld', 'billion', 'млрд'])

/** What a word behind a number multiplies by, as a power of ten. A letter alone tells it only beside a currency. */
function shiftOf(written: string, isPriced: boolean): number {
  const word = written.toLowerCase()
  if (THOUSANDS.has(word) || (isPriced && written === 'T')) return 3
  if (MILLIONS.has(word) || (isPriced && (word === 'm' || word === 'mm'))) return 6
  if (LAKHS.has(word)) return 5
  if (CRORES.has(word)) return 7
  return BILLIONS.has(word) || (isPriced && written === 'B') ? 9 : 0
}

/** A plain decimal number with its mark moved to the right, or to the left where `places` is below 0. */
export function shifted(plain: string, places: number): string {
  if (places === 0) return plain
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain) ?? []
  const digits = '0'.repeat(Math.max(0, -places)) + whole + fraction.padEnd(places, '0')
  const cut = whole.length + Math.max(0, places)
  const rest = digits.slice(cut)
  return `${sign}${digits.slice(0, cut).replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`
}

/** A hyphen that does not break and a dash stand for a minus where a program set the text. */
const SIGNED = /^([-+−‑–])\s?/
const MINUS = /^[-−‑–]\s?/

/** Takes sign, brackets of a negative amount and currency off. Null where no digit follows. */
export function bareNumber(written: string): BareNumber | null {
  const text = westernDigits(written)
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  if (first >= 48 && first <= 57 && last >= 48 && last <= 57)
    return { digits: text, negative: false, currency: null, shift: 0, months: null }
  let rest = text
  let negative = false
  if (first === 40 && last === 41) {
    negative = true
    rest = rest.slice(1, -1).trim()
  }
  const signed = SIGNED.exec(rest)
  if (signed) rest = rest.slice(signed[0].length)
  const paid = paidFor(rest)
  const found = WITH_CURRENCY.exec((paid?.rest ?? rest).replace(NO_CENTS, '$100').replace(NOTHING_MORE, '$1'))
  if (!found) return null
  let digits = found[2] ?? ''
  const trailing = /\s?[-−]$/.exec(digits)
  if (trailing) digits = digits.slice(0, -trailing[0].length)
  const inner = signed ? null : MINUS.exec(digits)
  if (inner) digits = digits.slice(inner[0].length)
  const currency = found[1] ?? found[3] ?? null
  const short = SHORT.exec(digits)
  const shift = short ? shiftOf(short[2] ?? '', currency !== null) : 0
  if (short && shift > 0) digits = short[1] ?? ''
  const minus = (signed !== null && signed[1] !== '+') || trailing !== null || inner !== null
  return { digits, negative: negative || minus, currency, shift, months: paid?.months ?? null }
}

/**
 * A number as JavaScript and SQL write it, `-1240.50`; null for what is none, and for one that may mean two things
 * while `decimal` does not say which. Without `decimal` a single point before three digits is a fraction.
 */
export function plainNumber({ digits, negative, shift }: BareNumber, decimal: Decimal | undefined): string | null {
  const shape = numberShape(digits)
  if (shape === null) return null
  const fraction = fractionMark(shape, decimal)
  if (fraction === undefined) return null
  const power = POWER.exec(digits)
  const written = power ? digits.slice(0, power.index) : digits
  const cut = fraction === '' ? -1 : written.lastIndexOf(fraction)
  const whole = (cut === -1 ? written : written.slice(0, cut)).replace(GROUPING, '')
  const rest = cut === -1 ? '' : written.slice(cut + 1)
  const plain = `${negative ? '-' : ''}${whole === '' ? '0' : whole}${rest === '' ? '' : `.${rest}`}`
  return shifted(plain, shift + Number(power?.[1] ?? 0))
}

/** `E+03` of a number that a spreadsheet shortened. */
const POWER = /e([+-]?\d{1,3})$/i
const GROUPING = new RegExp(`[.,]|${BETWEEN}`, 'g')

/** The mark before the fraction, empty where there is none, undefined where nobody said. */
function fractionMark(shape: NumberShape, decimal: Decimal | undefined): '.' | ',' | '' | undefined {
  switch (shape) {
    case 'integer':
    case 'grouped':
      return ''
    case 'point':
      return '.'
    case 'comma':
      return ','
    case 'either-point':
      return decimal === 'ask' ? undefined : decimal === 'comma' ? '' : '.'
    case 'either-comma':
      return decimal === 'comma' ? ',' : decimal === 'point' ? '' : undefined
  }
}

/** Digits that a number holds at most; programs write that many of a fraction that is none, as in 0.30000000000000004. */
const SIGNIFICANT = 17

/** Whether a text that was read as a number has more digits behind its mark than a number can hold. */
export const isRounded = (text: string): boolean =>
  text.length > SIGNIFICANT && text.replace(/^[^1-9]+|e.*$|\D/gi, '').replace(/0+$/, '').length > SIGNIFICANT
