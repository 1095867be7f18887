import { describe, expect, it } from 'vitest'
import { BUILT_IN_RATES, converted, rateBetween, ratesOf } from '../../../shared/exchange.ts'
import { parseRates } from '../../../shared/exchange-csv.ts'
import { unwrap } from '../../../shared/result.ts'

const ratesIn = (csv: string, base = 'EUR') => unwrap(parseRates(csv, base)).rates
const perEuroIn = (csv: string) => Object.entries(ratesIn(csv)).map(([currency, { perEuro }]) => [currency, perEuro])

describe('exchange rates from CSV', () => {
  it('reads the ECB’s daily file, with its spaces and its last comma', () => {
    const csv = 'Date, USD, JPY, HUF, \n29 November 2024, 1.0562, 158.55, 413.43, \n'
    expect(ratesIn(csv)).toEqual({
      USD: { perEuro: 1.0562, day: '2024-11-29' },
      JPY: { perEuro: 158.55, day: '2024-11-29' },
      HUF: { perEuro: 413.43, day: '2024-11-29' },
    })
  })

  it('keeps the newest rate of each currency under its own day', () => {
    const csv = 'Date,USD,RUB,\n2024-11-29,1.05,N/A,\n2022-03-01,1.11,117.201,\n2022-02-28,1.12,115.4,\n'
    expect(ratesIn(csv)).toEqual({
      USD: { perEuro: 1.05, day: '2024-11-29' },
      RUB: { perEuro: 117.201, day: '2022-03-01' },
    })
  })

  it('reads a line for each rate, also of another base', () => {
    const csv = 'currency;rate;date\nEUR;0.8;2026-01-02\nRSD;96;2026-01-02\nXBT;1;2026-01-02\n'
    expect(ratesIn(csv, 'USD')).toEqual({
      RSD: { perEuro: 120, day: '2026-01-02' },
      USD: { perEuro: 1.25, day: '2026-01-02' },
    })
  })

  it.each([
    [
      'a decimal comma beside semicolons',
      'Datum;USD;JPY;IDR\n2024-11-29;1,0562;158,55;18.600,5\n',
      [1.0562, 158.55, 18_600.5],
    ],
    ['quotes around a decimal comma', 'date,USD,JPY\n29.11.2024,"1,0562","158,55"\n', [1.0562, 158.55]],
    ['commas between thousands', 'Date,USD,IDR\n2024-11-29,1.0562,"18,600"\n', [1.0562, 18_600]],
    ['three decimals', 'Date;USD;JPY\n2024-11-29;1,085;158,550\n', [1.085, 158.55]],
  ])('reads %s', (_, csv, right) => {
    expect(perEuroIn(csv).map(([, rate]) => rate)).toEqual(right)
  })

  it('names each line that it cannot read, and keeps the others', () => {
    const csv = [
      'currency,rate,date',
      'USD,1.05,2024-11-29',
      'XBT,1,2024-11-29',
      'JPY,abc,2024-11-29',
      'SEK,11,2024-02-30',
    ]
    const { rates, unread } = unwrap(parseRates([...csv, 'NOK,-1,2024-11-29', 'DKK,N/A,2024-11-29'].join('\n'), 'EUR'))
    expect(Object.keys(rates)).toEqual(['USD'])
    expect(unread.map(({ line, why }) => `${line}: ${why}`)).toEqual([
      '3: “XBT” is no currency of ISO 4217.',
      '4: The rate is no number above 0.',
      '5: “2024-02-30” is no day such as 2024-11-29.',
      '6: The rate is no number above 0.',
    ])
  })

  it('says once which columns are no currencies', () => {
    const csv = 'Date,USD,XBT,\n2024-11-29,1.05,N/A,\n2010-12-31,1.3,15.6466,\n'
    expect(unwrap(parseRates(csv, 'EUR')).unread).toEqual([
      { line: 1, text: 'XBT', why: '“XBT” is no currency of ISO 4217.' },
    ])
  })

  it('refuses rates of another base than the one that is said', () => {
    const csv = 'Date,EUR,JPY\n2024-11-29,0.95,150\n'
    expect(parseRates(csv, 'EUR')).toMatchObject({
      error: { why: 'The file says that one EUR buys 0.95 EUR: its rates are those of another currency.' },
    })
    expect(Object.keys(ratesIn(csv, 'USD'))).toEqual(['JPY', 'USD'])
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
