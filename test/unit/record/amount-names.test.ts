import { describe, expect, it } from 'vitest'
import { bareNumber, plainNumber, shifted } from '../../../main/record/cells/numbers.ts'
import { amountName } from '../../../main/record/scan/currency-name.ts'

describe('the name of a column of amounts', () => {
  it.each([
    ['mrr_huf', 'HUF', null],
    ['AmountEUR', 'EUR', null],
    ['MRR [€]', 'EUR', null],
    ['MRR in $', null, null],
    ['MRR in US$', 'USD', null],
    ['MRR (k€)', 'EUR', 'thousands'],
    ['MRR (T€)', 'EUR', 'thousands'],
    ['Umsatz TEUR', 'EUR', 'thousands'],
    ['revenue $M', null, 'millions'],
    ['revenue (m EUR)', 'EUR', 'millions'],
    ["Total USD '000", 'USD', 'thousands'],
    ['total in thousands', null, 'thousands'],
    ['total_mars', null, null],
    ['MRR$', null, null],
    ['Amount €', 'EUR', null],
    ['Gesamt € netto', 'EUR', null],
    ['price_per_ft', null, null],
    ['all_items', null, null],
    ['price_m', null, null],
  ])('%s says %s and %s', (name, currency, unit) => {
    expect(amountName(name)).toMatchObject({ currency, unit })
  })
})

describe('a number in short', () => {
  it.each([
    ['1.5k', '1500'],
    ['€1.5k', '1500'],
    ['2 Tsd. €', '2000'],
    ['-€1.25m', '-1250000'],
    ['3,5 Mio. €', '3500000'],
    ['$2B', '2000000000'],
  ])('%s is %s', (text, plain) => {
    const bare = bareNumber(text)
    expect(bare && plainNumber(bare, text.includes(',') ? 'comma' : 'point')).toBe(plain)
  })

  it.each(['10m', '3 km', '5 bags'])('%s is none', text => {
    const bare = bareNumber(text)
    expect(bare && plainNumber(bare, 'point')).toBeNull()
  })

  it.each([
    ['1.2345', 3, '1234.5'],
    ['-0.5', 3, '-500'],
    ['0', 6, '0'],
    ['12', 0, '12'],
  ])('%s moved by %i places is %s', (plain, places, moved) => expect(shifted(plain, places)).toBe(moved))
})
