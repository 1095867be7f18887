import { isCurrency } from '../../../shared/money.ts'
import type { MoneyUnit } from '../../../shared/source/value-ref.ts'
import { currencyOf } from '../cells/numbers.ts'
import { snake } from './snake.ts'

/** Codes of ISO 4217 that are words of a header too. */
const PLAIN_WORDS = new Set(['ALL', 'TOP'])
/** Signs, the longer ones first, and words for currencies of which there is one only. */
const SIGN = /(?<!\p{L})(?:US|CA|AU|NZ|HK|[AR])\$|[$€£¥₹₩₺₽₫₪฿₴円元원]/u
const NAMED: Readonly<Record<string, string>> = { euro: 'EUR', euros: 'EUR', zł: 'PLN', kč: 'CZK' }
/** `TEUR`, `kUSD` and `MCHF`, as books are kept in them; of rarer codes such a word may be one of a language. */
const SCALED = /^([tkm])(eur|usd|gbp|chf|sek|nok|dkk|pln)$/

const THOUSANDS = new Set(['k', 'tsd', 'thousand', 'thousands', '000', '000s', 'tausend', 'milliers'])
const MILLIONS = new Set(['mio', 'mln', 'mn', 'mm', 'million', 'millions', 'millionen'])
/** A letter beside a sign: `k€`, `T€`, `$M`. */
const BESIDE = /(?<!\p{L})([tkm])\s?[$€£]|[$€£]\s?([tkm])(?!\p{L})/iu

/** What the name of a column says of its amounts, and the words that say it, as `snake` writes them. */
export interface AmountName {
  /** ISO 4217; null where nothing or a sign that stands for several, such as `$`, is named. */
  currency: string | null
  /** Thousands or millions; null where the name says neither. */
  unit: Extract<MoneyUnit, 'thousands' | 'millions'> | null
  words: ReadonlySet<string>
}

/** Reads `mrr_huf`, `AmountHUF`, `MRR [€]`, `MRR in $`, `Umsatz (TEUR)` and `Revenue (k€)`. */
export function amountName(name: string): AmountName {
  const parts = snake(name).split('_')
  const scaled = parts.flatMap(part => [SCALED.exec(part) ?? []].flat().slice(1))
  const code = parts.find(part => isCurrency(part.toUpperCase()) && !PLAIN_WORDS.has(part.toUpperCase()))
  const sign = SIGN.exec(name)?.[0]
  const named = parts.find(part => Object.hasOwn(NAMED, part))
  const [letter, scaledCode] = scaled
  const currency =
    (code ?? scaledCode)?.toUpperCase() ?? (named && NAMED[named]) ?? (sign === undefined ? null : currencyOf(sign))
  const beside = BESIDE.exec(name)
  const isPriced = currency !== null || sign !== undefined
  const unit = unitOf(
    parts,
    letter ?? beside?.[1] ?? beside?.[2] ?? (isPriced ? parts.find(part => part === 'm') : undefined),
  )
  const isSaid = (part: string) =>
    part === code ||
    part === named ||
    SCALED.test(part) ||
    THOUSANDS.has(part) ||
    MILLIONS.has(part) ||
    (unit !== null && /^[tkm]$/.test(part)) ||
    (isPriced && (part === 'in' || part === 'us')) ||
    // The letters of R$ and CA$.
    (sign !== undefined && sign.toLowerCase() === `${part}$`)
  return { currency, unit, words: new Set(parts.filter(isSaid)) }
}

function unitOf(parts: readonly string[], letter: string | undefined): AmountName['unit'] {
  if (parts.some(part => MILLIONS.has(part)) || letter?.toLowerCase() === 'm') return 'millions'
  return letter !== undefined || parts.some(part => THOUSANDS.has(part)) ? 'thousands' : null
}

/** The currency that a column's name holds: HUF for `mrr_huf` and `AmountHUF`. */
export const currencyNamed = (name: string): string | null => amountName(name).currency
