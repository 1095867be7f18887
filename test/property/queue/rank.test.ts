import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { predict } from '../../../main/predict/predict.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const someSignals = fc.array(
  fc
    .record({
      n: fc.integer({ min: 0, max: 1000 }),
      share,
      risk: share,
      weight: fc.double({ min: 0.1, max: 100, noNaN: true }),
    })
    .map(({ n, share: part, risk, weight }) => ({
      label: `${n} firings`,
      rate: { n, k: Math.round(n * part), prior: { risk, weight } },
    })),
  { minLength: 1, maxLength: 6 },
)

describe('a risk', () => {
  it('is exactly its base and what its factors contribute', () => {
    fc.assert(
      fc.property(share, someSignals, (base, signals) => {
        const found = predict(base, signals)
        expect(found.factors.reduce((sum, factor) => sum + factor.contribution, found.base)).toBe(found.risk)
        expect(found.risk).toBeGreaterThan(0)
        expect(found.risk).toBeLessThan(1)
        expect(found.factors).toHaveLength(signals.length)
      }),
      { numRuns: 1_000 },
    )
  })

  it('never falls when a signal is added that is worse than the base', () => {
    fc.assert(
      fc.property(share, someSignals, share, (base, signals, extra) => {
        const worse = { label: 'x', rate: { k: 0, n: 0, prior: { risk: Math.max(base, extra), weight: 1 } } }
        expect(predict(base, [...signals, worse]).risk).toBeGreaterThanOrEqual(predict(base, signals).risk - 1e-9)
      }),
    )
  })
})
