import { describe, expect, it } from 'vitest'
import {
  bind,
  comparesAmounts,
  detect,
  holdsAt,
  needsOf,
  nextChange,
  objectKindsOf,
  planCondition,
  readsAttributes,
  testOf,
} from '../../../main/signal/language/detect.ts'
import type { Fact } from '../../../main/signal/meter/rows.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { fillSentence } from '../../../shared/trigger/event-words.ts'
import type { Measure } from '../../../shared/trigger/measures/measures.ts'
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
    const plans = [atLeast(1, 'used', '14d'), usageDown, atLeast(1, 'a', '1h')].map(condition =>
      planCondition(condition),
    )
    expect(needsOf(plans)).toEqual([
      { kind: 'used', lookback: 110 * DAY, properties: false, latest: false },
      { kind: 'a', lookback: HOUR, properties: false, latest: false },
    ])
  })
})

describe('what conditions read', () => {
  const measured = (measure: Measure): Condition => ({ measure, op: '>', threshold: 0 })
  const needs = (...some: Measure[]) => needsOf(some.map(measured).map(when => planCondition(when)))
  const used = { kind: 'used' }
  const where = { beta: true }

  it('is the latest event of a kind, however old, where its time is all that is asked', () => {
    const since: Measure = { type: 'since', events: used }
    expect(needs(since)).toEqual([{ kind: 'used', lookback: 0, properties: false, latest: true }])
    expect(needs(since, { type: 'count', events: used, over: '2d' }, since)).toEqual([
      { kind: 'used', lookback: 2 * DAY, properties: false, latest: true },
    ])
    const endless = { kind: 'used', lookback: Number.POSITIVE_INFINITY, latest: false }
    expect(needs({ type: 'since', events: { ...used, where } })).toEqual([{ ...endless, properties: true }])
    expect(needs({ type: 'last', events: used, field: 'value' })).toEqual([{ ...endless, properties: false }])
  })

  it('is the properties of events where one of them asks for any', () => {
    const plain: Measure = { type: 'count', events: used, over: '2d' }
    const properties = (...some: Measure[]) => needs(...some)[0]?.properties
    expect(properties(plain, { type: 'sum', events: used, field: 'value', over: '1d' })).toBe(false)
    expect(properties({ type: 'sum', events: used, field: 'errors', over: '1d' }, plain)).toBe(true)
    expect(properties(plain, { type: 'count', events: { ...used, where }, over: '1d' })).toBe(true)
    expect(properties({ type: 'count', events: { ...used, where: {} }, over: '1d' })).toBe(false)
  })

  it('is both parts of a ratio, and nothing of events for the others', () => {
    const part = (kind: string) => ({ type: 'count', events: { kind }, over: '1d' }) as const
    expect(needs({ type: 'ratio', of: part('a'), to: part('b') }).map(({ kind }) => kind)).toEqual(['a', 'b'])
    expect(needs({ type: 'age', date: { attribute: 'renews_at' } })).toEqual([])
  })

  it('is the kinds of objects, and the account itself', () => {
    const object = (kind: string) => ({ kind })
    const attribute: Measure = { type: 'attribute', name: 'plan' }
    const age: Measure = { type: 'age', date: { attribute: 'renews_at' } }
    const until: Measure = { type: 'until', date: { attribute: 'renews_at' } }
    const due: Measure = { type: 'until', date: { object: object('c'), field: 'due_at' } }
    const plans = (...some: Measure[]) => some.map(measured).map(when => planCondition(when))
    const all = plans(
      { type: 'objects', object: object('a') },
      { type: 'stored', object: object('b') },
      due,
      until,
      due,
    )
    expect(objectKindsOf(all)).toEqual(['a', 'b', 'c'])
    for (const one of [attribute, age, until]) expect(readsAttributes(plans(due, one))).toBe(true)
    expect(readsAttributes(plans(due, { type: 'objects', object: object('a') }))).toBe(false)
  })
})

describe('an amount of money', () => {
  const compared = (...some: Measure[]) =>
    comparesAmounts(some.map(measure => planCondition({ measure, op: '>', threshold: 0 })))
  const revenue: Measure = { type: 'attribute', name: 'mrr_minor', currency: 'EUR' }
  const plan: Measure = { type: 'attribute', name: 'plan' }

  it('is compared where one of several measures is the revenue of the account', () => {
    expect(compared(revenue)).toBe(true)
    expect(compared(plan, revenue)).toBe(true)
    expect(compared(plan)).toBe(false)
    expect(compared({ type: 'count', events: { kind: 'used' }, over: '1d' })).toBe(false)
    expect(compared()).toBe(false)
  })
})

describe('the evidence', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => at(9 - i / 1_000))
  const kinds = { a: many(201), b: many(150) }
  const rows = (when: Condition) => detect(bound(when, kinds), T).eventIds

  it('is the newest 200 rows, the newest first', () => {
    const newest = kinds.a.map(({ id }) => id).toReversed()
    expect(rows(atLeast(1, 'a', '14d'))).toEqual(newest.slice(0, 200))
    const both = rows({ all: [atLeast(1, 'a', '14d'), atLeast(1, 'b', '14d')] })
    expect(both).toEqual(newest.slice(0, 200))
    expect(rows({ all: [atLeast(1, 'b', '14d'), atLeast(1, 'a', '14d')] })).toHaveLength(200)
  })

  it('is nothing that lies ahead, and one event where that is all there is to show', () => {
    const a = [at(3), at(1), at(-1), at(-2)]
    const ids = (when: Condition) => detect(bound(when, { a }), T).eventIds
    expect(ids(atLeast(1, 'a', '14d'))).toEqual([a[1]?.id, a[0]?.id])
    const since: Condition = { measure: { type: 'since', events: { kind: 'a' } }, op: '>=', threshold: '1h' }
    expect(ids(since)).toEqual([a[1]?.id])
    const last: Condition = { measure: { type: 'last', events: { kind: 'b' }, field: 'value' }, op: '>=', threshold: 1 }
    const b = [at(3, 1), at(2, 1), at(1, 1)]
    expect(detect(bound(last, { b }), T).eventIds).toEqual([b[2]?.id])
  })

  it('is what made a comparison true, and adds something to it', () => {
    expect(rows({ any: [atLeast(999, 'a', '14d'), atLeast(1, 'b', '14d')] })).toHaveLength(150)
    const used = [at(3, 0), at(2, 5), at(1, null)]
    const sum: Condition = {
      measure: { type: 'sum', events: { kind: 'used' }, field: 'value', over: '14d' },
      op: '>',
      threshold: 1,
    }
    expect(detect(bound(sum, { used }), T).eventIds).toEqual([used[1]?.id])
    const novel: Condition = {
      measure: { type: 'novel', events: { kind: 'used' }, field: 'value', over: '2d', baseline: '9d' },
      op: '>=',
      threshold: 1,
    }
    // A new text adds no amount, yet it is what is new.
    const named = (days: number, value: string) => ({ ...at(days), properties: JSON.stringify({ value }) })
    const texts = [named(3, 'here'), named(1, 'there')]
    const byName = { ...novel, measure: { ...novel.measure, field: 'place' } } as Condition
    const places = texts.map(fact => ({ ...fact, properties: fact.properties.replace('value', 'place') }))
    expect(detect(bound(byName, { used: places }), T).eventIds).toEqual([texts[1]?.id])
    const [calm, none] = [at(3, 0), at(1, 0)]
    expect(
      detect(bound({ ...novel, op: '>=', threshold: 0 } as Condition, { used: [calm, none] }), T).eventIds,
    ).toEqual([none.id])
  })

  it('gives times in days, and nothing for what is undefined', () => {
    const since: Condition = { measure: { type: 'since', events: { kind: 'a' } }, op: '>=', threshold: '1d' }
    expect(detect(bound(since, { a: [at(36 / 24)] }), T).figures).toMatchObject([
      { name: 'recent', value: 1.5, usual: null },
    ])
    expect(detect(bound(since, {}), T).figures).toEqual([])
    const stored: Condition = {
      measure: { type: 'stored', object: { kind: 'parcel' }, relative: { quantile: 0.5, minimum: 1 } },
      op: '>',
      threshold: 1,
    }
    const stays = [{ state: 'stuck', since: T - 3 * DAY, until: null }]
    const parcel = {
      id: 1,
      externalId: 'P1',
      openedAt: null,
      closedAt: null,
      dueAt: null,
      lane: null,
      properties: '{}',
      stays,
    }
    const facts = { events: new Map(), objects: new Map([['parcel', [parcel]]]), usual: () => 2 * DAY }
    expect(detect(bind(planCondition(stored), facts), T).figures).toMatchObject([
      { name: 'recent', value: 3, usual: 2 },
      { name: 'rate', value: 1.5, usual: 1 },
    ])
    expect(detect(bind(planCondition(stored), { ...facts, objects: new Map() }), T).figures).toMatchObject([
      { name: 'recent', value: 0, usual: null },
    ])
  })
})

describe('the figures of a trigger about objects', () => {
  const parcel = { kind: 'parcel', of: 'this' } as const
  const self = {
    id: 1,
    externalId: 'P1',
    openedAt: null,
    closedAt: null,
    dueAt: null,
    lane: null,
    properties: '{}',
    stays: [{ state: 'stuck', since: T - 3 * DAY, until: null }],
  }
  const values = (measure: Measure) => {
    const facts = { events: new Map(), objects: new Map([['parcel', [self]]]), self }
    return detect(bind(planCondition({ measure, op: '>', threshold: 0 }), facts), T).figures.map(({ value }) => value)
  }

  it('tell how long it stays, and how many others there are, but not that it is there', () => {
    expect(values({ type: 'objects', object: parcel })).toEqual([])
    expect(values({ type: 'stored', object: parcel })).toEqual([3])
    expect(values({ type: 'objects', object: { kind: 'parcel' } })).toEqual([1])
  })
})

describe('the next change by time alone', () => {
  it('never comes where a text is compared', () => {
    const when: Condition = { measure: { type: 'attribute', name: 'plan' }, op: '=', threshold: 'Pro' }
    const account = { plan: 'Pro' }
    expect(nextChange(bind(planCondition(when), { events: new Map(), account }), T)).toBeNull()
    const days = { ...when, op: 'in', threshold: ['1', '2'], measure: { type: 'since', events: { kind: 'a' } } }
    expect(nextChange(bind(planCondition(days as Condition), { events: new Map([['a', [at(1)]]]) }), T)).toBeNull()
  })

  it('is looked for through a hundred turns of single comparisons, and then asked for again', () => {
    // Each event comes into the window and leaves it an hour later: two turns. The other condition never holds.
    const inTurn = (n: number) => Array.from({ length: n }, (_, i) => at(8 - i / 12))
    const hour: Condition = {
      measure: { type: 'count', events: { kind: 'a' }, over: '1h', ago: '9d' },
      op: '>=',
      threshold: 1,
    }
    const when: Condition = { all: [hour, atLeast(1, 'b', '1h')] }
    expect(nextChange(bound(when, { a: inTurn(50) }), T)).toBeNull()
    expect(nextChange(bound(when, { a: inTurn(51) }), T)).toBe(T + DAY + 100 * HOUR)
  })

  it('is looked for no further than asked, and a turn at that very moment is looked through', () => {
    const hour: Condition = {
      measure: { type: 'count', events: { kind: 'a' }, over: '1h', ago: '9d' },
      op: '>=',
      threshold: 1,
    }
    // Turns in a day and in a day and an hour, and the whole never, since the other condition does not hold.
    const never = bound({ all: [hour, atLeast(1, 'b', '1h')] }, { a: [at(8)] })
    expect(nextChange(never, T)).toBeNull()
    expect(nextChange(never, T, T + DAY)).toBe(T + DAY + HOUR)
    expect(nextChange(never, T, T + DAY - 1)).toBe(T + DAY)
  })

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
    expect(new Set(starterTriggers().map(trigger => trigger.id)).size).toBe(starterTriggers().length)
    for (const { when, sentence } of starterTriggers()) {
      const measures = comparisonsOf(when).map(({ measure }) => measure)
      for (const [, name, n] of sentence.matchAll(/\{([a-z]+)(\d*)\}/g)) {
        const measure = measures[n === '' ? 0 : Number(n) - 1]
        const isShare = measure?.type === 'rate' || (measure?.type === 'stored' && measure.relative)
        expect(name === 'recent' ? measure : isShare).toBeTruthy()
      }
    }
  })
})

describe('a plan', () => {
  it('is made into a test once, for as many accounts as there are', () => {
    const plan = planCondition(atLeast(1, 'failed', '1d'))
    expect(testOf(plan)).toBe(testOf(plan))
  })
})
