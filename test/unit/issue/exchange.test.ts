import { describe, expect, it } from 'vitest'
import { BUILT_IN_RATES, converted, rateBetween, ratesOf } from '../../../shared/exchange.ts'
import { parseRates } from '../../../shared/exchange-csv.ts'
import { unwrap } from '../../../shared/result.ts'

describe('exchange rates from CSV', () => {
  it('reads the ECB’s daily file, with its spaces and its last comma', () => {
    const csv = 'Date, USD, JPY, HUF, \n29 November 2024, 1.0562, 158.55, 413.43, \n'
    expect(unwrap(parseRates(csv, 'EUR'))).toEqual({
      USD: { perEuro: 1.0562, day: '2024-11-29' },
      JPY: { perEuro: 158.55, day: '2024-11-29' },
      HUF: { perEuro: 413.43, day: '2024-11-29' },
    })
  })

  it('keeps the newest rate of each currency under its own day', () => {
    const csv = 'Date,USD,RUB,\n2024-11-29,1.05,N/A,\n2022-03-01,1.11,117.201,\n2022-02-28,1.12,115.4,\n'
    expect(unwrap(parseRates(csv, 'EUR'))).toEqual({
      USD: { perEuro: 1.05, day: '2024-11-29' },
      RUB: { perEuro: 117.201, day: '2022-03-01' },
    })
  })

  it('reads a line for each rate, also of another base', () => {
    const csv = 'currency;rate;date\nEUR;0.8;2026-01-02\nRSD;96;2026-01-02\nXBT;1;2026-01-02\n'
    expect(unwrap(parseRates(csv, 'USD'))).toEqual({
      RSD: { perEuro: 120, day: '2026-01-02' },
      USD: { perEuro: 1.25, day: '2026-01-02' },
    })
  })

  it.each([
    ['', 'EUR'],
    ['a,b\n1,2', 'EUR'],
    ['Date,USD\n2024-11-29,N/A', 'EUR'],
    ['Date,JPY\n2024-11-29,150', 'USD'],
    ['Date,USD\n2024-11-29,1', 'EURO'],
  ])('refuses %j with the base %s', (csv, base) => {
    expect(parseRates(csv, base)).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  })
})

it('a rate is as old as the older of the two that it is made of', () => {
  const rates = ratesOf({ from: 'a.csv', rates: { USD: { perEuro: 1.2, day: '2026-02-01' } } })
  expect(rateBetween(rates, 'GBP', 'USD')).toEqual({ rate: 1.2 / 0.857, day: '2025-12-31' })
  expect(rateBetween(BUILT_IN_RATES, 'RSD', 'RSD')).toEqual({ rate: 1, day: null })
  expect(converted(12_000_000, 'HUF', 'EUR', 1 / 398)).toBe(30_151)
})
