import { minorDigits } from './money.ts'

/**
 * Units of a currency for one euro, about the averages of 2025. They only make amounts in several currencies
 * comparable, so that a queue has one order without a network: rough on purpose, never for an invoice.
 */
const PER_EURO: Readonly<Record<string, number>> = {
  ...{ EUR: 1, USD: 1.13, GBP: 0.857, CHF: 0.937, SEK: 11.07, NOK: 11.72, DKK: 7.46, ISK: 144, PLN: 4.24, CZK: 24.7 },
  ...{ HUF: 398, RON: 5.04, BGN: 1.956, UAH: 47, TRY: 44.6, RUB: 94, JPY: 169, KRW: 1605, CNY: 8.12, HKD: 8.8 },
  ...{ TWD: 35.2, SGD: 1.475, INR: 98.5, IDR: 18_600, MYR: 4.84, THB: 37.1, PHP: 64.9, VND: 29_400, PKR: 318 },
  ...{ BDT: 138, LKR: 340, AUD: 1.75, NZD: 1.94, CAD: 1.58, MXN: 21.7, BRL: 6.31, ARS: 1400, CLP: 1075, COP: 4580 },
  ...{ PEN: 4.03, ZAR: 20.2, NGN: 1730, KES: 146, GHS: 13.5, EGP: 57, MAD: 10.5, TND: 3.36, ILS: 3.9, AED: 4.15 },
  ...{ SAR: 4.24, QAR: 4.11, KWD: 0.346, BHD: 0.426, OMR: 0.435, JOD: 0.8 },
}

export const RATED: readonly string[] = Object.keys(PER_EURO)

/** An amount in minor units of another currency, roughly; unchanged in number where a rate is unknown. */
export function roughly(minor: number, from: string, to: string): number {
  if (from === to) return minor
  const rate = (PER_EURO[to] ?? 1) / (PER_EURO[from] ?? 1)
  const known = from in PER_EURO && to in PER_EURO
  return Math.round((minor / 10 ** minorDigits(from)) * (known ? rate : 1) * 10 ** minorDigits(to))
}
