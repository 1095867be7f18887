import { describe, expect, it } from 'vitest'
import { MINOR_DIGITS } from '../../../shared/currencies.ts'
import { formatMoney, isCurrency, minorDigits } from '../../../shared/money.ts'

describe('the minor units of a currency', () => {
  it.each([
    ['HUF', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['UGX', 0],
    ['TWD', 2],
    ['IQD', 3],
    ['BHD', 3],
    ['CLF', 4],
    ['MGA', 2],
    ['RSD', 2],
    ['XCG', 2],
    ['BGN', 2],
  ])('%s has %i digits, whatever the runtime believes', (code, digits) => {
    expect(minorDigits(code)).toBe(digits)
  })

  it('each code stands in the table once', () => {
    expect([...MINOR_DIGITS.keys()].every(code => /^[A-Z]{3}$/.test(code))).toBe(true)
    expect(MINOR_DIGITS.size).toBe(181 + 11)
  })

  it('a code outside of ISO 4217 is no currency', () => {
    expect(['XBT', 'eur', 'EURO', ''].filter(isCurrency)).toEqual([])
  })

  it('shows an amount with our digits, and one in an unknown code without failing', () => {
    expect(formatMoney({ minor: 4_500_050, currency: 'HUF' }, 'en')).toBe('HUF\u00a045,000.50')
    expect(formatMoney({ minor: 1_500, currency: 'bitcoin' })).toBe('15 bitcoin')
  })
})
