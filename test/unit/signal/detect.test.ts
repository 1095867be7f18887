import { describe, expect, it } from 'vitest'
import { bind, detect, holdsAt, needsOf, nextChange, planCondition } from '../../../main/signal/language/detect.ts'
import type { Fact } from '../../../main/signal/meter/rows.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { fillSentence } from '../../../shared/trigger/event-words.ts'
import { type Condition, comparisonsOf } from '../../../shared/trigger/trigger.ts'
import { atLeast } from '../../helpers/observed.ts'

const T = 20_000 * DAY
let ids = 0
const at = (daysAgo: number, value: number | null = null): Fact => ({
  id: ++ids,
  at: T - daysAgo * DAY,
  value,
  properties: '{}',
})
const bound = (when: Condition, facts: Record<string, Fact[]>) =>
  bind(planCondition(when), { events: new Map(Object.entries(facts)) })
const usageDown: Condition = {
  measure: { type: 'rate', events: { kind: 'used' }, field: 'value', over: '10d', baseline: '100d', minimum: 3 },
  op: '<=',
  threshold: 0.4,
}

describe('a condition', () => {
  it('holds from the event that reaches the threshold on', () => {
    const failing = bound(atLeast(3, 'failed', '14d'), { failed: [at(5), at(3), at(1)] })
    expect(holdsAt(failing, T - 2 * DAY)).toBe(false)
    expect(holdsAt(failing, T - 1 * DAY)).toBe(true)
    expect(holdsAt(failing, T)).toBe(true)
  })

  it('combines by all, any and not', () => {
    const facts = { a: [at(1)], b: [at(20)] }
    const [a, b] = [atLeast(1, 'a', '14d'), atLeast(1, 'b', '14d')]
    expect(holdsAt(bound({ all: [a, b] }, facts), T)).toBe(false)
    expect(holdsAt(bound({ any: [a, b] }, facts), T)).toBe(true)
    expect(holdsAt(bound({ all: [a, { not: b }] }, facts), T)).toBe(true)
  })

  it('does not hold on an undefined measure, not even when it is negated', () => {
    const thin = { used: [at(20, 5)] }
    expect(holdsAt(bound(usageDown, thin), T)).toBe(false)
    expect(holdsAt(bound({ not: usageDown }, thin), T)).toBe(false)
    expect(holdsAt(bound({ any: [usageDown, atLeast(1, 'used', '30d')] }, thin), T)).toBe(true)
  })

  it('gives the figures, the usual beside the present, and the rows that made it true', () => {
    const used = [at(2, 3), at(30, 40), at(50, 30), at(70, 30)]
    const found = detect(bound(usageDown, { used }), T)
    expect(found.holds).toBe(true)
    expect(found.figures).toEqual([
      { name: 'recent', label: 'used in 10 days', value: 3, usual: 10 },
      { name: 'rate', label: 'share of the usual', value: 0.3, usual: 1 },
    ])
    expect(found.eventIds).toEqual([used[0]?.id])
    expect(fillSentence('{recent} uses, normally {usual}: {rate}. {nothing}', found.figures)).toBe(
      '3 uses, normally 10: 30 %. –',
    )
  })

  it('are put into a sentence with the word that fits the number', () => {
    const days = (value: number) =>
      fillSentence('Renewal in {recent|day|days}.', [{ name: 'recent', label: '', value, usual: null }])
    expect([1, 1.04, 1.4, 0, 12].map(days)).toEqual([
      'Renewal in 1 day.',
      'Renewal in 1 day.',
      'Renewal in 1.4 days.',
      'Renewal in 0 days.',
      'Renewal in 12 days.',
    ])
    expect(fillSentence('{recent|day|days}', [])).toBe('– days')
  })

  it('numbers the figures of further comparisons', () => {
    const both = { all: [atLeast(1, 'a', '14d'), usageDown] }
    expect(detect(bound(both, { a: [at(1)] }), T).figures.map(figure => figure.name)).toEqual(['recent', 'recent2'])
  })

  it('needs each kind once, with its longest look back', () => {
    const plans = [atLeast(1, 'used', '14d'), usageDown, atLeast(1, 'a', '1h')].map(planCondition)
    expect(needsOf(plans)).toEqual([
      { kind: 'used', lookback: 110 * DAY, properties: false, latest: false },
      { kind: 'a', lookback: HOUR, properties: false, latest: false },
    ])
  })
})

describe('the next change by time alone', () => {
  it('is the moment at which the deciding event leaves the window', () => {
    const failing = bound(atLeast(2, 'failed', '14d'), { failed: [at(10), at(5), at(1)] })
    expect(nextChange(failing, T)).toBe(T + 9 * DAY)
  })

  it('is never where no event is left in any look back', () => {
    expect(nextChange(bound(atLeast(2, 'failed', '14d'), { failed: [at(20)] }), T)).toBeNull()
    expect(nextChange(bound(atLeast(2, 'failed', '14d'), {}), T)).toBeNull()
  })

  it('is never where nothing that can still happen by time alone would turn it', () => {
    expect(nextChange(bound(atLeast(2, 'failed', '90d'), { failed: [at(5)] }), T)).toBeNull()
  })

  it('is no later than the first fact of the future, because what follows it was not read', () => {
    expect(nextChange(bound(atLeast(9, 'failed', '14d'), { failed: [at(-2)] }), T)).toBe(T + 2 * DAY)
  })

  it('finds the decline that comes about by silence', () => {
    const used = [at(1, 10), ...[20, 30, 40, 50, 60].map(days => at(days, 20))]
    const when = nextChange(bound(usageDown, { used }), T)
    expect(when).toBe(T + 9 * DAY)
    expect(holdsAt(bound(usageDown, { used }), T + 9 * DAY)).toBe(true)
  })
})

describe('starter triggers', () => {
  it('have ids of their own and sentences whose figures are measured', () => {
    expect(new Set(starterTriggers.map(trigger => trigger.id)).size).toBe(starterTriggers.length)
    for (const { when, sentence } of starterTriggers) {
      const measures = comparisonsOf(when).map(({ measure }) => measure)
      for (const [, name, n] of sentence.matchAll(/\{([a-z]+)(\d*)\}/g)) {
        const measure = measures[n === '' ? 0 : Number(n) - 1]
        const isShare = measure?.type === 'rate' || (measure?.type === 'stored' && measure.relative)
        expect(name === 'recent' ? measure : isShare).toBeTruthy()
      }
    }
  })
})
