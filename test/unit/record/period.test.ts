import { describe, expect, it } from 'vitest'
import { currencyIn } from '../../../main/record/cells/currency-words.ts'
import { periodOf } from '../../../main/record/cells/period.ts'

describe('a month, a quarter or a week in place of a day', () => {
  it.each([
    ['Dec-24', 'month', [2024, 12, 1], 31],
    ['2024-02', 'month', [2024, 2, 1], 29],
    ['12/2024', 'month', [2024, 12, 1], 31],
    ['diciembre de 2024', 'month', [2024, 12, 1], 31],
    ['Dec ’24', 'month', [2024, 12, 1], 31],
    ['Q3 2025', 'quarter', [2025, 7, 1], 92],
    ['1Q99', 'quarter', [1999, 1, 1], 90],
    ['3er trimestre de 2025', 'quarter', [2025, 7, 1], 92],
    ['2026-W05', 'week', [2026, 1, 26], 7],
  ] as const)('%s is a %s from %j', (text, kind, first, days) => {
    expect(periodOf(text)).toMatchObject({ kind, first, days })
  })

  it.each(['Dec 24', '24-Dec', 'FY25 Q3', 'Q5 2025', '13/2024', '2024-00', '2025-W53', 'H1 2025', '2024', 'May'])(
    '%s is none',
    text => expect(periodOf(text)).toBeNull(),
  )
})

describe('the currency that a cell names', () => {
  it.each([
    ['eur', 'EUR'],
    ['Eur', 'EUR'],
    ['Euro (EUR)', 'EUR'],
    ['CHF Franken', 'CHF'],
    ['US$', 'USD'],
    ['米ドル', 'USD'],
    ['GBp', null],
    ['GBX', null],
    ['EUR cents', null],
    ['k EUR', null],
    ['USD or EUR', null],
    ['Dollar', null],
    ['BTC', null],
  ])('%s is %s', (text, currency) => expect(currencyIn(text)).toBe(currency))
})
