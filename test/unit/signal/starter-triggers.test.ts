import { describe, expect, it } from 'vitest'
import { starterPlaybooks } from '../../../main/intervention/playbook/starter-playbooks.ts'
import { bind, detect, planCondition } from '../../../main/signal/language/detect.ts'
import type { AccountFacts, Fact, ObjectFact, Usual } from '../../../main/signal/meter/rows.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { firesWhen } from '../../../shared/trigger/trigger.ts'

const T = 20_000 * DAY

/** `[kind, hours ago, value, properties]`; ids are positions in the list, from 1. */
type Event = [string, number, number?, Record<string, unknown>?]
interface AnObject {
  properties?: Record<string, string>
  kind: string
  state: string
  /** Days ago that it came into its state. */
  since: number
  lane?: string
  /** Days ahead. */
  due?: number
}
interface Past {
  events?: Event[]
  objects?: AnObject[]
  account?: Record<string, unknown>
  usual?: Usual
}

function factsOf({ events = [], objects = [], account = {}, usual = () => null }: Past): AccountFacts {
  const facts = events.map(([kind, hours, value, properties]): Fact & { kind: string } => ({
    id: events.findIndex(one => one[0] === kind && one[1] === hours) + 1,
    kind,
    at: T - hours * HOUR,
    value: value ?? null,
    properties: JSON.stringify(properties ?? {}),
  }))
  const things = objects.map(
    ({ kind, state, since, lane = null, due, properties = {} }, i): ObjectFact & { kind: string } => ({
      id: i + 1,
      externalId: `O${i + 1}`,
      kind,
      openedAt: T - 100 * DAY,
      closedAt: null,
      dueAt: due === undefined ? null : T + due * DAY,
      lane,
      properties: JSON.stringify(properties),
      stays: [{ state, since: T - since * DAY, until: null }],
    }),
  )
  return { events: Map.groupBy(facts, f => f.kind), objects: Map.groupBy(things, o => o.kind), account, usual }
}

const many = (kind: string, hours: number[], value?: number, properties?: Record<string, unknown>): Event[] =>
  hours.map(ago => [kind, ago, value ?? 0, properties ?? {}])
const days = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => (from + i) * 24)
const usual: Usual = ({ lane }) => (lane === 'A→B' ? 4 * DAY : null)
const in30 = { renews_at: T + 30 * DAY }

interface Case {
  fires: Past
  figures: Record<string, number>
  eventIds?: number[]
  near: Past
}

const table: Record<string, Case> = {
  'shipment-stationary': {
    fires: { objects: [{ kind: 'shipment', state: 'in_transit', since: 6, lane: 'A→B' }], usual },
    figures: { recent: 6, rate: 1.5 },
    near: { objects: [{ kind: 'shipment', state: 'in_transit', since: 4, lane: 'A→B' }], usual },
  },
  'shipment-exception': {
    fires: { events: many('shipment_exception', [50, 1]) },
    figures: { recent: 2 },
    eventIds: [2, 1],
    near: { events: many('shipment_exception', [72, 1]) },
  },
  'stock-shortfall': {
    fires: { objects: [{ kind: 'order', state: 'backordered', since: 1 }] },
    figures: { recent: 1 },
    near: { objects: [{ kind: 'order', state: 'open', since: 1 }] },
  },
  'promised-date-at-risk': {
    fires: { objects: [{ kind: 'order', state: 'open', since: 9, due: 1.5 }] },
    figures: { recent: 1.5, recent2: 0 },
    near: {
      objects: [
        { kind: 'order', state: 'open', since: 9, due: 1.5 },
        { kind: 'shipment', state: 'in_transit', since: 1, properties: { order_id: 'O1' } },
      ],
    },
  },
  'promised-date-missed': {
    fires: {
      objects: [
        { kind: 'order', state: 'open', since: 9, due: 1.5 },
        { kind: 'shipment', state: 'in_transit', since: 1, due: 3, properties: { order_id: 'O1' } },
      ],
    },
    figures: { recent: 1.5, recent2: 1, recent3: 1.5, recent4: 2 },
    near: {
      objects: [
        { kind: 'order', state: 'open', since: 9, due: 1.5 },
        { kind: 'shipment', state: 'in_transit', since: 1, due: 1, properties: { order_id: 'O1' } },
      ],
    },
  },
  'payments-failing': {
    fires: { events: many('payment_failed', [300, 100, 2]) },
    figures: { recent: 3, recent2: 0 },
    eventIds: [3, 2, 1],
    // As many failures, but the last attempt went through: nothing is owed any more.
    near: { events: [...many('payment_failed', [300, 100, 2]), ...many('payment_succeeded', [1])] },
  },
  'card-expiring': {
    fires: { objects: [{ kind: 'card', state: 'active', since: 9, due: 15 }], account: in30 },
    figures: { recent: 30, recent2: 0.5 },
    near: { objects: [{ kind: 'card', state: 'active', since: 9, due: 30 }], account: in30 },
  },
  'payment-stuck': {
    fires: { objects: [{ kind: 'payment', state: 'processing', since: 3 }] },
    figures: { recent: 3 },
    near: { objects: [{ kind: 'payment', state: 'processing', since: 2.9 }] },
  },
  'renewal-failed': {
    fires: { events: [['renewal_failed', 5]] },
    figures: { recent: 1, recent2: 0 },
    eventIds: [1],
    near: {
      events: [
        ['renewal_failed', 5],
        ['payment_succeeded', 1],
      ],
    },
  },
  'processor-declines': {
    fires: { events: many('payment_failed', [20, 1], 1, { reason: 'processor_error' }) },
    figures: { recent: 2 },
    eventIds: [2, 1],
    near: { events: many('payment_failed', [20, 1], 1, { reason: 'card_declined' }) },
  },
  'logins-failing': {
    fires: { events: many('login_failed', [20, 9, 8, 3, 1]) },
    figures: { recent: 5 },
    eventIds: [5, 4, 3, 2, 1],
    near: { events: many('login_failed', [24, 9, 8, 3, 1]) },
  },
  'unusual-access': {
    fires: {
      events: [
        ['login', 90, 0, { country: 'DE' }],
        ['login', 2, 0, { country: 'BR' }],
      ],
    },
    figures: { recent: 1 },
    eventIds: [2],
    near: {
      events: [
        ['login', 90, 0, { country: 'DE' }],
        ['login', 2, 0, { country: 'DE' }],
      ],
    },
  },
  'config-drift': {
    fires: { events: [['config_changed', 30], ...many('error_seen', [600, 400, 300, 29, 20])] },
    figures: { recent: 1, recent2: 2, rate2: 2.67 },
    eventIds: [1, 6, 5],
    near: { events: many('error_seen', [600, 400, 300, 29, 20]) },
  },
  'change-ahead': {
    fires: { objects: [{ kind: 'planned_change', state: 'scheduled', since: 9, due: 7 }] },
    figures: { recent: 7, recent2: 0 },
    near: {
      objects: [{ kind: 'planned_change', state: 'scheduled', since: 9, due: 7 }],
      events: [['change_acknowledged', 5]],
    },
  },
  'core-feature-unused': {
    fires: { events: [['onboarding_completed', 7 * 24]] },
    figures: { recent: 7, recent2: 7, recent3: 0 },
    eventIds: [1],
    near: {
      events: [
        ['onboarding_completed', 7 * 24],
        ['core_feature_used', 50],
      ],
    },
  },
  'onboarding-incomplete': {
    fires: { account: { signed_up_at: T - 7 * DAY } },
    figures: { recent: 7, recent2: 7, recent3: 0 },
    near: { account: { signed_up_at: T - 7 * DAY }, events: [['onboarding_completed', 5]] },
  },
  'daily-user-silent': {
    fires: { events: many('activity', days(10, 25)) },
    figures: { recent: 10, recent2: 15 },
    eventIds: Array.from({ length: 15 }, (_, i) => i + 1),
    near: { events: many('activity', days(9, 25)) },
  },
  'usage-down': {
    fires: { events: [...many('feature_used', days(30, 50), 10), ['feature_used', 24, 3]] },
    figures: { recent: 3, rate: 0.1 },
    eventIds: [21],
    near: { events: [...many('feature_used', days(30, 50), 10), ['feature_used', 24, 13]] },
  },
  'feature-errors': {
    fires: { events: many('feature_used', [50, 20], 1, { error_count: 3 }) },
    figures: { recent: 6 },
    eventIds: [2, 1],
    near: { events: many('feature_used', [50, 20], 1, { error_count: 2 }) },
  },
  'stuck-on-page': {
    fires: { events: many('page_dwelt', [30, 9, 2], 700) },
    figures: { recent: 3, recent2: 700, recent3: 0 },
    eventIds: [3, 2, 1],
    near: { events: [...many('page_dwelt', [30, 9, 2], 700), ['task_completed', 1]] },
  },
  'limit-near': {
    fires: {
      events: [
        ['limit_measured', 30, 0, { used_share: 0.5 }],
        ['limit_measured', 3, 0, { used_share: 0.85 }],
      ],
    },
    figures: { recent: 0.85 },
    near: {
      events: [
        ['limit_measured', 30, 0, { used_share: 0.9 }],
        ['limit_measured', 3, 0, { used_share: 0.5 }],
      ],
    },
  },
  'renewal-quiet': {
    fires: { account: in30, events: [['activity', 14 * 24]] },
    figures: { recent: 30, recent2: 14 },
    near: { account: in30, events: [['activity', 13 * 24]] },
  },
  'errors-spike': {
    fires: { events: [...many('error_seen', [100, 80, 60]), ...many('error_seen', [0.15, 0.14, 0.1, 0.05, 0])] },
    figures: { recent: 5, recent2: 5, rate2: 1680 },
    eventIds: [8, 7, 6, 5, 4],
    near: { events: many('error_seen', [0.15, 0.14, 0.1, 0.05, 0]) },
  },
  'errors-burst': {
    fires: { events: [...many('error_seen', [200, 150, 100]), ...many('error_seen', [20, 9, 8, 3, 2, 1])] },
    figures: { recent: 6, recent2: 6, rate2: 28 },
    eventIds: [9, 8, 7, 6, 5, 4],
    near: { events: [...many('error_seen', [200, 150, 100]), ...many('error_seen', [9, 8, 3, 2, 1])] },
  },
  'known-bug': {
    fires: { objects: [{ kind: 'known_bug', state: 'open', since: 9 }], events: [['feature_used', 30]] },
    figures: { recent: 1, recent2: 1 },
    eventIds: [1],
    near: { objects: [{ kind: 'known_bug', state: 'fixed', since: 9 }], events: [['feature_used', 30]] },
  },
  'health-outage': {
    fires: { events: [['health_checked', 0.9, 1], ...many('health_checked', [0.2, 0.1, 0], 0)] },
    figures: { recent: 0, recent2: 4, recent3: 0 },
    near: { events: [['health_checked', 0.22, 1], ...many('health_checked', [0.2, 0.1, 0], 0)] },
  },
}

const detected = (id: string, past: Past) => {
  const trigger = starterTriggers().find(one => one.id === id)
  if (!trigger) throw new Error(`there is no trigger ${id}`)
  const facts = factsOf(past)
  const self = trigger.each && facts.objects?.get(trigger.each.kind)?.[0]
  return detect(bind(planCondition(firesWhen(trigger)), self ? { ...facts, self } : facts), T)
}

describe('starter triggers', () => {
  it('are all tried here, say what they are for, and name a playbook that exists', () => {
    expect(Object.keys(table).sort()).toEqual(
      starterTriggers()
        .map(({ id }) => id)
        .sort(),
    )
    const playbooks = new Set(starterPlaybooks().map(({ id }) => id))
    for (const { about, playbook } of starterTriggers()) {
      expect(about).toBeTruthy()
      expect(playbooks).toContain(playbook)
    }
  })

  for (const [id, { fires, figures, eventIds, near }] of Object.entries(table)) {
    it(`${id} fires on what it is for, with that as evidence`, () => {
      const found = detected(id, fires)
      expect(found.holds).toBe(true)
      expect(Object.fromEntries(found.figures.map(({ name, value }) => [name, value]))).toEqual(figures)
      if (eventIds) expect([...found.eventIds]).toEqual(eventIds)
    })

    it(`${id} says nothing of what is only near it`, () => {
      expect(detected(id, near).holds).toBe(false)
    })
  }
})
