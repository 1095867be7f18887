import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, minorDigits, parseMinor } from '../../../shared/money.ts'

const currencies = fc.constantFrom('EUR', 'JPY', 'BHD')

describe('reading an amount', () => {
  it('is exact for every amount that can be held', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), currencies, (minor, currency) => {
        const places = minorDigits(currency)
        const digits = String(Math.abs(minor)).padStart(places + 1, '0')
        const whole = digits.slice(0, digits.length - places)
        const text = `${minor < 0 ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}`
        expect(parseMinor(text, currency)).toBe(minor === 0 ? 0 : minor)
      }),
    )
  })

  it('does not change when zeros are added', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(4), fc.nat(4), (whole, left, right) => {
        const text = `${'0'.repeat(left)}${whole}.5${'0'.repeat(right)}`
        expect(parseMinor(text, 'EUR')).toBe(whole * 100 + 50)
      }),
    )
  })

  it.each([
    ['0.29', 'EUR', 29],
    ['1.005', 'BHD', 1005],
    ['-12.5', 'USD', -1250],
    ['-0', 'EUR', 0],
    [' 1240.50 ', 'EUR', 124050],
    ['1240', 'JPY', 1240],
    ['1240.0', 'JPY', 1240],
  ])('%s %s is %i', (text, currency, minor) => {
    expect(parseMinor(text, currency)).toBe(minor)
  })

  it.each(['', 'abc', '1,240.50', '1.2.3', '1e3', '.5', '5.', '€5', '--5', '0.001', '9007199254740993'])(
    '%j is not an amount in euros',
    text => {
      expect(parseMinor(text, 'EUR')).toBeNull()
    },
  )
})

describe('writing an amount', () => {
  it('drops the zeros of whole amounts and keeps the rest', () => {
    expect(formatMoney({ minor: 124000, currency: 'EUR' })).toBe('€1,240')
    expect(formatMoney({ minor: 1250, currency: 'EUR' })).toBe('€12.50')
    expect(formatMoney({ minor: 1250, currency: 'JPY' })).toBe('¥1,250')
    expect(formatMoney({ minor: -50, currency: 'USD' })).toBe('-$0.50')
  })
})
