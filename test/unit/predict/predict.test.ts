import { describe, expect, it } from 'vitest'
import { predict, STATED_BASE, shrunk } from '../../../main/predict/predict.ts'

const signal = (k: number, n: number, risk = 0.4) => ({ label: 's', rate: { k, n, prior: { risk, weight: 10 } } })

describe('base rates', () => {
  it('begin with a stated base of one in ten, worth twenty observations', () => {
    expect(shrunk({ k: 0, n: 0, prior: STATED_BASE })).toBe(0.1)
    expect(shrunk({ k: 20, n: 20, prior: STATED_BASE })).toBe(0.55)
  })

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

  it('is the base where nothing holds, kept between one in a thousand and all but one', () => {
    expect(predict(0.25, [])).toEqual({ risk: 0.25, base: 0.25, factors: [], firings: 0 })
    expect(predict(0, []).risk).toBeCloseTo(0.001, 9)
    expect(predict(1, []).risk).toBeCloseTo(0.999, 9)
    expect(predict(0.1, [signal(0, 0, 1)]).risk).toBeCloseTo(0.999, 9)
    expect(predict(0.1, [signal(0, 0, 0)]).risk).toBeCloseTo(0.001, 9)
  })

  it('gives nothing to a signal that tells what is usual, and all to the one that does not', () => {
    const contributions = (...risks: number[]) =>
      predict(
        0.5,
        risks.map((risk, n) => ({ ...signal(0, 0, risk), label: `s${n}` })),
      ).factors.map(({ label, contribution }) => [label, contribution])
    expect(contributions(0.5)).toEqual([['s0', 0]])
    expect(contributions(0.5, 0.5)).toEqual([
      ['s0', 0],
      ['s1', 0],
    ])
    expect(contributions(0.5, 0.75)).toEqual([
      ['s1', 0.25],
      ['s0', 0],
    ])
    // Two of the same weight halve it: 1 − ½ · ½ · ½ is ⅞.
    expect(contributions(0.75, 0.75)).toEqual([
      ['s0', 0.1875],
      ['s1', 0.1875],
    ])
  })

  it('adds up to the last bit, the remainder going to the strongest', () => {
    for (const risks of [
      [0.3, 0.6, 0.41],
      [0.2, 0.05, 0.7],
      [0.01, 0.02, 0.9],
    ]) {
      const { risk, base, factors } = predict(
        0.1,
        risks.map(one => signal(0, 0, one)),
      )
      expect(factors.reduce((sum, { contribution }) => sum + contribution, base)).toBe(risk)
      const onGrid = (value: number) => Math.round(value * 2 ** 40) / 2 ** 40
      const weights = risks.map(one => Math.log((1 - onGrid(one)) / (1 - base)))
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      const shares = weights.map(weight => onGrid(((risk - base) * weight) / total))
      const found = factors.map(({ contribution }) => contribution)
      // All but the strongest get their own share to the last bit.
      expect(found.slice(1)).toEqual(shares.sort((a, b) => Math.abs(b) - Math.abs(a)).slice(1))
      // On a grid of 2⁻⁴⁰, so that no order of adding them rounds.
      for (const { contribution } of factors) expect(Number.isInteger(contribution * 2 ** 40)).toBe(true)
    }
  })

  it('gives a remainder to the first of factors that are level', () => {
    const three = ['a', 'b', 'c'].map(label => ({ ...signal(0, 0, 0.3), label }))
    const { factors } = predict(0.1, three)
    const [first, second] = three.map(({ label }) => factors.find(one => one.label === label)?.contribution)
    expect(factors.find(({ label }) => label === 'c')?.contribution).toBe(second)
    expect(first).not.toBe(second)
  })

  it('adds up where the gap is too small to be divided', () => {
    // The risk is held to 0.999, one step of the grid above the base: a third of a step is none.
    const { risk, base, factors } = predict(0.999 - 2 ** -40, [signal(0, 0, 1), signal(0, 0, 1), signal(0, 0, 1)])
    expect(risk - base).toBe(2 ** -40)
    expect(factors.map(({ contribution }) => contribution)).toEqual([2 ** -40, 0, 0])
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
