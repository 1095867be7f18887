import { describe, expect, it } from 'vitest'
import { proportion } from '../../../main/measure/proportion.ts'

describe('a proportion with its interval', () => {
  // Published values of the Wilson score interval: Newcombe (1998), Statistics in Medicine 17:857, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i is between %f and %f', (k, n, low, high) => {
    const interval = proportion(k, n)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
    expect(interval.value).toBe(k / n)
  })

  it('ends at exactly 0 and 1, and says nothing about nobody', () => {
    for (let n = 1; n <= 50; n++) {
      expect(proportion(0, n).low).toBe(0)
      expect(proportion(n, n).high).toBe(1)
    }
    expect(proportion(0, 0)).toEqual({ k: 0, n: 0, value: null, low: null, high: null })
  })
})
