import { z } from 'zod'
import { own } from './foreign/own.ts'
import { minorDigits } from './money.ts'

/** A calendar day, `2024-11-29`. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const code = z.string().regex(/^[A-Z]{3}$/)

/** Units of a currency for one euro, and the day on which that was so. */
const rateSchema = z.strictObject({ perEuro: z.number().positive().finite(), day })
/** Exchange rates by currency. */
export const ratesSchema = z.record(code, rateSchema)
export type Rates = Readonly<z.infer<typeof ratesSchema>>

/** Rates that a person has imported, and the file they came from. */
export const exchangeSettingSchema = z.strictObject({ rates: ratesSchema, from: z.string().trim().min(1).max(200) })
export type ExchangeSetting = z.infer<typeof exchangeSettingSchema>

/** A line of a file of rates, or a cell of one, of which nothing was kept. */
export const unreadRateSchema = z.object({ line: z.int(), text: z.string(), why: z.string() })
export type UnreadRate = z.infer<typeof unreadRateSchema>
/** How many of them are told: a whole history may be in another format. */
export const UNREAD_SHOWN = 100

/** What rates are asked for: who gave them, and which currencies of the workspace have none. */
export const exchangeViewSchema = z.object({
  rates: z.array(rateSchema.extend({ currency: z.string(), imported: z.boolean() })),
  /** The file of the last import; null while only the built-in rates are known. */
  from: z.string().nullable(),
  /** What the team reckons in. */
  reckoning: z.string(),
  /** Currencies of open issues that cannot be compared. */
  missing: z.array(z.object({ currency: z.string(), issues: z.int() })),
})
export type ExchangeView = z.infer<typeof exchangeViewSchema>

const AVERAGE_DAY = '2025-12-31'
const AVERAGES: Readonly<Record<string, number>> = {
  ...{ USD: 1.13, GBP: 0.857, CHF: 0.937, SEK: 11.07, NOK: 11.72, DKK: 7.46, ISK: 144, PLN: 4.24, CZK: 24.7 },
  ...{ HUF: 398, RON: 5.04, BGN: 1.956, UAH: 47, TRY: 44.6, RUB: 94, JPY: 169, KRW: 1605, CNY: 8.12, HKD: 8.8 },
  ...{ TWD: 35.2, SGD: 1.475, INR: 98.5, IDR: 18_600, MYR: 4.84, THB: 37.1, PHP: 64.9, VND: 29_400, PKR: 318 },
  ...{ BDT: 138, LKR: 340, AUD: 1.75, NZD: 1.94, CAD: 1.58, MXN: 21.7, BRL: 6.31, ARS: 1400, CLP: 1075, COP: 4580 },
  ...{ PEN: 4.03, ZAR: 20.2, NGN: 1730, KES: 146, GHS: 13.5, EGP: 57, MAD: 10.5, TND: 3.36, ILS: 3.9, AED: 4.15 },
  ...{ SAR: 4.24, QAR: 4.11, KWD: 0.346, BHD: 0.426, OMR: 0.435, JOD: 0.8 },
}

/**
 * Rates for a workspace that has imported none: about the averages of 2025, dated to the end of that year. They make
 * amounts comparable, so that a queue has one order without a network: rough on purpose, never for an invoice.
 */
export const BUILT_IN_RATES: Rates = Object.fromEntries(
  Object.entries(AVERAGES).map(([currency, perEuro]) => [currency, { perEuro, day: AVERAGE_DAY }]),
)

/** The rates in force: those that were imported, and the built-in ones of the other currencies. */
export const ratesOf = (setting: ExchangeSetting | null): Rates => ({ ...BUILT_IN_RATES, ...setting?.rates })

/** How many units of `to` one unit of `from` is worth, and the older of the two days; null where a rate is missing. */
export function rateBetween(rates: Rates, from: string, to: string): { rate: number; day: string | null } | null {
  if (from === to) return { rate: 1, day: null }
  const [one, other] = [euroRate(rates, from), euroRate(rates, to)]
  if (!one || !other) return null
  const days = [one.day, other.day].filter(known => known !== null).sort()
  return { rate: other.perEuro / one.perEuro, day: days[0] ?? null }
}

const euroRate = (rates: Rates, currency: string): { perEuro: number; day: string | null } | null =>
  currency === 'EUR' ? { perEuro: 1, day: null } : (own(rates, currency) ?? null)

/** An amount of `from` in minor units of `to`, at a rate of `rateBetween`. */
export const converted = (minor: number, from: string, to: string, rate: number): number =>
  scaled(minor, minorFactor(from, to, rate))

const minorFactor = (from: string, to: string, rate: number): number =>
  rate * 10 ** (minorDigits(to) - minorDigits(from))

/** One multiplication and one rounding, which a database does alike. */
const scaled = (minor: number, factor: number): number => Math.floor(minor * factor + 0.5)

/** ISO 4217's code for "no currency", where no source ever named one. */
export const NO_CURRENCY = 'XXX'

/** Says what amounts are compared in, also where no source has named a currency yet. */
export const reckoningWords = (reckoning: string): string =>
  reckoning === NO_CURRENCY
    ? 'No source has named a currency yet, so there are no amounts to compare.'
    : `Amounts are compared in ${reckoning}.`

/** The currency that the workspace reckons in, and the rates in force. */
export interface Currencies {
  reckoning: string
  rates: Rates
}
/** While no source has named a currency, and where nobody asks for amounts. */
export const NO_CURRENCIES: Currencies = { reckoning: NO_CURRENCY, rates: {} }

/** What an amount in minor units of `from` is multiplied by to be one in minor units of `to`; null without a rate. */
export function factorBetween({ rates }: Currencies, from: string, to: string): number | null {
  const found = rateBetween(rates, from, to)
  return found && minorFactor(from, to, found.rate)
}

/** Bounds of whole units (€500) as minor units of their currency. */
export const minorBound = (bound: number, currency: string): number => Math.round(bound * 10 ** minorDigits(currency))

/**
 * An amount as it is compared with others: in minor units of `wanted`, or of the currency that the workspace reckons in.
 * One that names no currency is in that, too. Null where there is no rate.
 */
export function comparableMinor(
  currencies: Currencies,
  { minor, currency }: { minor: number; currency: string | null },
  wanted = currencies.reckoning,
): number | null {
  const factor = factorBetween(currencies, currency ?? currencies.reckoning, wanted)
  return factor === null ? null : scaled(minor, factor)
}
