import { isCurrency } from '../../../shared/money.ts'
import { currencyOf, isSign } from './numbers.ts'

/** Names of currencies of which there is one only. A dollar, a krona or a peso alone may be one of several. */
const NAMES: Readonly<Record<string, string>> = {
  EUR: 'euro|euros',
  USD: 'us dollar|us dollars|u.s. dollar|american dollar|us-dollar|us dollar|dollar us|dollar américain|dólar estadounidense|米ドル|미국 달러|美元',
  GBP: 'british pound|british pounds|pound sterling|pounds sterling|sterling|gb pound|uk pound|britisches pfund|pfund sterling|livre sterling|英ポンド',
  CHF: 'swiss franc|swiss francs|schweizer franken|franc suisse|francs suisses|franco suizo|franco svizzero',
  JPY: 'yen|japanese yen|japanischer yen|円|日本円',
  CNY: 'rmb|renminbi|yuan|chinese yuan|yuan renminbi|人民币|人民元',
  INR: 'indian rupee|indian rupees|indische rupie',
  CAD: 'canadian dollar|canadian dollars|kanadischer dollar|dollar canadien',
  AUD: 'australian dollar|australian dollars|australischer dollar',
  NZD: 'new zealand dollar|new zealand dollars',
  SGD: 'singapore dollar|singapore dollars',
  HKD: 'hong kong dollar|hong kong dollars',
  SEK: 'swedish krona|swedish kronor|svenska kronor|svensk krona|schwedische krone',
  NOK: 'norwegian krone|norwegian kroner|norske kroner|norwegische krone',
  DKK: 'danish krone|danish kroner|danske kroner|dänische krone',
  PLN: 'zloty|złoty|polish zloty|złoty polski',
  CZK: 'czech koruna|česká koruna|koruna česká',
  HUF: 'forint|hungarian forint|magyar forint',
  BRL: 'brazilian real|real brasileiro|reais',
  ZAR: 'rand|south african rand',
  TRY: 'turkish lira|türk lirası|new turkish lira',
  KRW: 'korean won|south korean won|대한민국 원',
  MXN: 'mexican peso|peso mexicano',
  ILS: 'israeli shekel|new israeli shekel|shekel',
  THB: 'baht|thai baht',
}
const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([code, names]) => names.split('|').map(name => [name, code] as const)),
)
/** Pence, cents and thousands beside a code: amounts in them are no amounts in the currency. */
const SCALED = /cent|penn|pence|minor|öre|øre|thousand|tsd|tausend|mill?io|mln|(^|[^\p{L}])[kmt]([^\p{L}]|$)/iu
/** `GBp` and `ZAc` are hundredths of GBP and ZAR. */
const HUNDREDTH = /^[A-Z]{2}[a-z]$/
/** Between letters of another alphabet no `\b` is found. */
const CODE = /(?<!\p{L})[A-Z]{3}(?!\p{L})/gu

/**
 * The currency that a cell names: a code, a sign or a name of its own, or a code beside them, as in `EUR - Euro`, `USD ($)` and
 * `Euro (EUR)`. Null where it may be one of several, and for hundredths of a currency.
 */
export function currencyIn(written: string): string | null {
  const text = written.normalize('NFKC').trim()
  const code = text.toUpperCase()
  if (isCurrency(code)) return HUNDREDTH.test(text) ? null : code
  if (isSign(text)) return currencyOf(text)
  const named = BY_NAME.get(text.toLowerCase())
  if (named !== undefined) return named
  const codes = new Set((text.match(CODE) ?? []).filter(isCurrency))
  const [only] = codes
  return codes.size === 1 && only !== undefined && !SCALED.test(text.replace(only, '')) ? only : null
}
