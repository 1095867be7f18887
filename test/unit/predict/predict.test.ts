import { describe, expect, it } from 'vitest'
import { predict, shrunk } from '../../../main/predict/predict.ts'

const signal = (k: number, n: number, risk = 0.4) => ({ label: 's', rate: { k, n, prior: { risk, weight: 10 } } })

describe('base rates', () => {
  it('are the stated prior before anything happened, and the observed share in the long run', () => {
    expect(shrunk(signal(0, 0).rate)).toBeCloseTo(0.4, 12)
    expect(shrunk(signal(5, 10).rate)).toBeCloseTo(0.45, 12)
    expect(shrunk(signal(7_000, 10_000).rate)).toBeCloseTo(0.7, 3)
  })
})

describe('the fallback risk', () => {
  it("of one signal is that signal's own rate", () => {
    const { risk, firings } = predict(0.1, [signal(0, 0)])
    expect(risk).toBeCloseTo(0.4, 9)
    expect(firings).toBe(0)
  })

  it('of two signals counts the base only once', () => {
    expect(predict(0.1, [signal(0, 0), signal(0, 0)]).risk).toBeCloseTo(1 - (0.6 * 0.6) / 0.9, 9)
  })

  it('falls below the base where a trigger tells of less trouble than usual', () => {
    const { risk, factors } = predict(0.3, [signal(0, 90)])
    expect(risk).toBeCloseTo(0.04, 9)
    expect(factors[0]?.contribution).toBeCloseTo(-0.26, 9)
  })

  it('says how many past firings it rests on', () => {
    expect(predict(0.1, [signal(1, 12), signal(1, 8)]).firings).toBe(20)
  })

  it('names the strongest factor first', () => {
    const weak = { ...signal(0, 0, 0.2), label: 'weak' }
    const strong = { ...signal(0, 0, 0.7), label: 'strong' }
    expect(predict(0.1, [weak, strong]).factors.map(factor => factor.label)).toEqual(['strong', 'weak'])
  })
})
