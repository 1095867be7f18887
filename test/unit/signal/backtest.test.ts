import type Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replay } from '../../../main/signal/backtest/answer.ts'
import { startBacktest } from '../../../main/signal/backtest/backtest.ts'
import { baseOf, firingsOf } from '../../../main/signal/backtest/fire.ts'
import { measureAccounts, spanOf } from '../../../main/signal/backtest/gather.ts'
import { conditionHolds } from '../../../main/signal/evaluate/holds.ts'
import { curveOf } from '../../../main/signal/life/life-curve.ts'
import { DAY, HOUR, parseDuration } from '../../../shared/trigger/duration.ts'
import { type Condition, type Trigger, triggerSchema } from '../../../shared/trigger/trigger.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { anAccount, anEvent, aTrigger, atLeast, NOON } from '../../helpers/observed.ts'

const DAYS = 16
const NOW = NOON
const START = NOW - DAYS * DAY
const used = { kind: 'used' }

/** One condition for each measure, and their combinations. */
const CONDITIONS: Record<string, unknown> = {
  count: atLeast(2, 'used', '3d'),
  'count, filtered': {
    measure: { type: 'count', events: { kind: 'used', where: { plan: ['a', 'b'], n: { gte: 2 } } }, over: '5d' },
    op: '>=',
    threshold: 1,
  },
  'count, earlier window': { measure: { type: 'count', events: used, over: '2d', ago: '3d' }, op: '>=', threshold: 1 },
  'count below': { measure: { type: 'count', events: used, over: '4d' }, op: '<', threshold: 1 },
  'sum of the value': { measure: { type: 'sum', events: used, field: 'value', over: '4d' }, op: '>', threshold: 6 },
  'sum of a property': { measure: { type: 'sum', events: used, field: 'n', over: '4d' }, op: '>=', threshold: 4 },
  max: { measure: { type: 'max', events: used, field: 'n', over: '3d' }, op: '>=', threshold: 3 },
  last: { measure: { type: 'last', events: used, field: 'n' }, op: '=', threshold: 3 },
  'last in a window': { measure: { type: 'last', events: used, field: 'n', over: '2d' }, op: '<=', threshold: 1 },
  since: { measure: { type: 'since', events: used }, op: '>=', threshold: '3d' },
  rate: {
    measure: { type: 'rate', events: used, field: 'value', over: '3d', baseline: '9d', minimum: 2 },
    op: '<=',
    threshold: 0.5,
  },
  novel: {
    measure: { type: 'novel', events: used, field: 'plan', over: '2d', baseline: '6d' },
    op: '>=',
    threshold: 1,
  },
  ratio: {
    measure: {
      type: 'ratio',
      of: { type: 'sum', events: used, field: 'n', over: '4d' },
      to: { type: 'count', events: used, over: '4d' },
    },
    op: '>=',
    threshold: 2,
  },
  anomaly: {
    measure: { type: 'anomaly', events: used, every: '1d', baseline: '8d', minimum: 2 },
    op: '>=',
    threshold: 1,
  },
  attribute: {
    all: [atLeast(1, 'used', '2d'), { measure: { type: 'attribute', name: 'plan' }, op: 'in', threshold: ['Pro'] }],
  },
  'attribute as a number': {
    all: [atLeast(1, 'used', '2d'), { measure: { type: 'attribute', name: 'mrr_minor' }, op: '>=', threshold: 3_000 }],
  },
  until: { measure: { type: 'until', date: { attribute: 'renews_at' } }, op: '<=', threshold: '3d' },
  'until an object’s date': {
    measure: { type: 'until', date: { object: { kind: 'order' }, field: 'due_at' } },
    op: '<',
    threshold: '2d',
  },
  age: { measure: { type: 'age', date: { attribute: 'properties.started' } }, op: '>=', threshold: '4d' },
  objects: { measure: { type: 'objects', object: { kind: 'order' } }, op: '>=', threshold: 2 },
  'objects in a state': {
    measure: { type: 'objects', object: { kind: 'order', states: ['packed', 'new'] } },
    op: '>=',
    threshold: 1,
  },
  stored: { measure: { type: 'stored', object: { kind: 'order', states: ['packed'] } }, op: '>=', threshold: '30h' },
  'stored against the usual': {
    measure: { type: 'stored', object: { kind: 'order' }, relative: { quantile: 0.9, minimum: 2 } },
    op: '>',
    threshold: 1.5,
  },
  'chance of lateness': { measure: { type: 'late', object: { kind: 'order' } }, op: '>=', threshold: 0.5 },
  'chance of lateness in a state': {
    measure: { type: 'late', object: { kind: 'order', states: ['packed'] } },
    op: '>',
    threshold: 0.3,
  },
  not: { not: atLeast(1, 'used', '3d') },
  'any of all': {
    any: [
      { all: [atLeast(2, 'used', '4d'), { not: atLeast(1, 'failed', '1d') }] },
      { measure: { type: 'since', events: { kind: 'failed' } }, op: '>', threshold: '2d' },
    ],
  },
}

const trigger = (when: unknown, more: Partial<Trigger> = {}): Trigger =>
  triggerSchema.parse({ ...aTrigger({ window: '4d' }), cooldown: '2d', ...more, when })

interface Shop {
  events: { account: number; kind: string; hour: number; value: number; n: number; plan: string }[]
  orders: { account: number; opened: number; states: number[]; lane: string }[]
}
const hour = fc.integer({ min: 0, max: (DAYS + 14) * 24 })
const shop: fc.Arbitrary<Shop> = fc.record({
  events: fc.array(
    fc.record({
      account: fc.integer({ min: 1, max: 4 }),
      kind: fc.constantFrom('used', 'used', 'failed'),
      hour,
      value: fc.integer({ min: 0, max: 5 }),
      n: fc.integer({ min: 0, max: 4 }),
      plan: fc.constantFrom('a', 'b', 'c'),
    }),
    { minLength: 10, maxLength: 60 },
  ),
  orders: fc.array(
    fc.record({
      account: fc.integer({ min: 1, max: 4 }),
      opened: hour,
      states: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }),
      lane: fc.constantFrom('north', 'south'),
    }),
    { maxLength: 8 },
  ),
})

const at = (hours: number) => NOW - (DAYS + 14) * DAY + hours * HOUR

function aShop({ events, orders }: Shop): TestCache {
  const cache = aCache()
  const db = cache.connection
  for (let n = 1; n <= 4; n++) {
    const id = anAccount(db, {
      mrrMinor: n * 1_000,
      renewsAt: START + n * 3 * DAY,
      churnedAt: n === 4 ? START + 12 * DAY : null,
    })
    db.prepare('UPDATE account SET plan = ?, signed_up_at = ?, properties = ? WHERE id = ?').run(
      n % 2 ? 'Pro' : null,
      n === 3 ? START + 2 * DAY : null,
      JSON.stringify({ started: START + n * DAY }),
      id,
    )
  }
  for (const { account, kind, hour: hours, value, n, plan } of events)
    anEvent(db, { account, kind, at: at(hours), value, properties: { n, plan } })
  for (const order of orders) anOrder(db, order)
  for (const [lane, ms] of [
    ['north', 12],
    ['*', 20],
  ] as const)
    for (const state of ['new', 'packed'])
      db.prepare('INSERT INTO stay_quantile VALUES (?, ?, ?, 0.9, 5, ?)').run('order', state, lane, ms * HOUR)
  for (const [lane, longest] of [
    ['north', 60],
    ['*', 90],
  ] as const) {
    const { lives, ended, steps } = curveOf(
      Array.from({ length: longest }, (_, n) => ({ ms: (n + 1) * HOUR, ended: true })),
    )
    db.prepare('INSERT INTO life_curve VALUES (?, ?, ?, ?, ?, 0, 0)').run(
      ...['order', lane, lives, ended, JSON.stringify(steps)],
    )
  }
  return cache
}

function anOrder(db: Database.Database, { account, opened, states, lane }: Shop['orders'][number]) {
  const ends = states.reduce((sum, hours) => sum + hours, opened)
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO object (account_id, source_id, kind, external_id, state, opened_at, closed_at, due_at, lane)
       VALUES (?, 1, 'order', hex(randomblob(6)), 'sent', ?, ?, ?, ?)`,
    )
    .run(account, at(opened), at(ends), at(opened + 40), lane)
  let since = opened
  states.forEach((hours, n) => {
    db.prepare('INSERT INTO object_state VALUES (?, ?, ?, ?)').run(
      lastInsertRowid,
      at(since),
      ['new', 'packed', 'sent'][n],
      at(since + hours),
    )
    since += hours
  })
}

/** The firings as somebody would find them who looks at every account at every hour. */
function hourly(cache: TestCache, definition: Trigger): string[] {
  const fired: string[] = []
  const cooldown = parseDuration(definition.cooldown) ?? 0
  const accounts = cache.connection
    .prepare('SELECT id, signed_up_at AS began, churned_at AS left FROM account')
    .all() as {
    id: number
    began: number | null
    left: number | null
  }[]
  for (const { id, began, left } of accounts) {
    const there = (t: number) => (began === null || t >= began) && (left === null || t < left)
    const fulfils = (condition: Condition, t: number) => conditionHolds(cache.read, condition, id, t)
    const { when, closeWhen } = definition
    const over = (t: number) => !there(t) || (closeWhen ? fulfils(closeWhen, t) : !fulfils(when, t))
    const holds = (t: number) => there(t) && fulfils(when, t) && !over(t)
    let open = holds(START)
    let rested = Number.NEGATIVE_INFINITY
    for (let t = START + HOUR; t <= NOW; t += HOUR) {
      if (open) open = !over(t)
      else if (t >= rested && holds(t)) {
        fired.push(`${id} ${(t - START) / HOUR}`)
        rested = t + cooldown
        open = true
      }
    }
  }
  return fired.sort()
}

function replayed(cache: TestCache, definition: Trigger, more: Trigger = definition) {
  const span = spanOf(NOW, DAYS)
  const part = measureAccounts(cache.read, definition, span, { first: 1, last: 4, lacking: new Set() }, () => {})
  return replay([part], more, span)
}
const inHours = ({ fired }: ReturnType<typeof replayed>) =>
  fired.map(({ account, at: t }) => `${account} ${Math.ceil((t - START) / HOUR)}`).sort()

describe('replaying a trigger', () => {
  for (const [name, when] of Object.entries(CONDITIONS))
    it(`fires where looking at every hour fires: ${name}`, () => {
      fc.assert(
        fc.property(shop, facts => {
          const cache = aShop(facts)
          const definition = trigger(when)
          expect(inHours(replayed(cache, definition))).toEqual(hourly(cache, definition))
        }),
        { numRuns: 4, seed: 7 },
      )
    })

  const closings = [atLeast(1, 'failed', '1d'), atLeast(3, 'used', '2d'), CONDITIONS.since]
  for (const when of ['count', 'since', 'any of all', 'count below'])
    it(`closes a firing where its closing condition holds, and not before: ${when}`, () => {
      fc.assert(
        fc.property(shop, fc.constantFrom(...closings), fc.constantFrom('0d', '1d', '5d'), (facts, close, cooldown) => {
          const cache = aShop(facts)
          const definition = trigger(CONDITIONS[when], { closeWhen: close as Condition, cooldown })
          expect(inHours(replayed(cache, definition))).toEqual(hourly(cache, definition))
        }),
        { numRuns: 8, seed: 11 },
      )
    })

  it('answers a moved threshold from what was measured as a fresh replay does', () => {
    fc.assert(
      fc.property(
        shop,
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('0d', '1d', '6d'),
        (facts, threshold, cooldown) => {
          const cache = aShop(facts)
          const moved = trigger({ ...atLeast(threshold, 'used', '3d') }, { cooldown })
          expect(replayed(cache, trigger(CONDITIONS.count), moved)).toEqual(replayed(cache, moved))
        },
      ),
      { numRuns: 8, seed: 3 },
    )
  })
})

describe('limits', () => {
  const span = { start: 0, end: 10 * DAY }
  it('lets the day’s cap hold firings back until the next day, in order of account', () => {
    const spans = {
      account: [0, 1, 2, 3],
      from: [HOUR, HOUR, 2 * HOUR, 3 * HOUR],
      to: [Infinity, Infinity, 5 * HOUR, Infinity],
      life: [0, 1, 2, 3],
    }
    const fired = firingsOf(spans, { cooldown: DAY, cap: 1 }, span)
    expect(fired.account).toEqual([0, 1, 3])
    expect(fired.at).toEqual([HOUR, DAY, 2 * DAY])
    expect(fired.waited).toBe(3)
  })

  it('with a cap that is never reached fires as without one', () => {
    const anySpans = fc.array(fc.tuple(fc.nat(5), fc.nat(200), fc.integer({ min: 1, max: 40 })), { maxLength: 30 })
    fc.assert(
      fc.property(anySpans, fc.nat(60), (list, rest) => {
        const spans = { account: [] as number[], from: [] as number[], to: [] as number[], life: [] as number[] }
        for (const [, some] of [...Map.groupBy(list, ([account]) => account)].sort(([a], [b]) => a - b)) {
          let free = 0
          for (const [account, gap, length] of some) {
            spans.account.push(account)
            // Now and then two spans are one life: only one of them fires.
            spans.life.push(
              gap % 3 === 0 && spans.account.at(-2) === account ? (spans.life.at(-1) as number) : spans.life.length,
            )
            spans.from.push((free + gap) * HOUR)
            free += gap + length
            spans.to.push(free * HOUR)
            free++
          }
        }
        const cooldown = rest * HOUR
        const pairs = (cap: number) => {
          const { account, at: times } = firingsOf(spans, { cooldown, cap }, span)
          return account.map((a, n) => `${a} ${times[n]}`).sort()
        }
        expect(pairs(1_000)).toEqual(pairs(Number.POSITIVE_INFINITY))
      }),
    )
  })

  it('counts every moment that a ticket follows once, however many tickets follow it', () => {
    const facts = {
      tickets: Float64Array.of(4 * DAY, 5 * DAY),
      offsets: Uint32Array.of(0, 2),
      churned: Float64Array.of(Number.NaN),
      began: Float64Array.of(-Infinity),
    }
    // Moments within (2 d, 5 d) of the eight days whose two-day window is over: three of eight.
    expect(baseOf(facts, 0, span, 2 * DAY)).toBeCloseTo(3 / 8)
  })
})

describe('a replay in its threads', () => {
  const start = (cache: TestCache, definition: Trigger, signal = new AbortController().signal) =>
    startBacktest({
      file: cache.file,
      read: cache.read,
      definition,
      days: DAYS,
      now: NOW,
      signal,
      onProgress: () => {},
    })

  it('says what followed, what would have followed anyway, and the hours', async () => {
    const cache = aCache()
    const db = cache.connection
    for (let n = 0; n < 4; n++) anAccount(db)
    for (const account of [1, 2, 3]) anEvent(db, { account, kind: 'failed', at: NOW - 10 * DAY })
    anEvent(db, { account: 4, kind: 'failed', at: NOW - DAY })
    db.prepare(
      "INSERT INTO object (account_id, source_id, kind, external_id, opened_at) VALUES (1, 1, 'ticket', 'T', ?)",
    ).run(NOW - 9 * DAY)
    const definition = trigger(atLeast(1, 'failed', '2d'), { minutes: 30 })
    const session = await start(cache, definition)
    const answer = await session.move(definition)
    expect(answer).toMatchObject({
      firings: 4,
      decided: 3,
      tickets: 1,
      left: 0,
      undecided: 1,
      hours: 2,
      firedAccounts: 4,
    })
    // One of three accounts had four of twelve days before a ticket.
    expect(answer?.base).toBeCloseTo(4 / 12 / 3)
    expect(answer?.bars.reduce((sum, { firings }) => sum + firings, 0)).toBe(4)
    const behind = await session.fired(definition, NOW - 11 * DAY, NOW - 9 * DAY, 10)
    expect(behind?.map(({ name, followed }) => `${name} ${followed}`).sort()).toEqual([
      'Company 1 ticket',
      'Company 2 null',
      'Company 3 null',
    ])
    expect(await session.move(trigger(atLeast(1, 'other', '2d')))).toBeNull()
    await session.close()
  })

  it('stops when it is cancelled', async () => {
    const cache = aCache()
    anAccount(cache.connection)
    const abort = new AbortController()
    const started = start(cache, trigger(atLeast(1, 'failed', '2d')), abort.signal)
    abort.abort()
    await expect(started).rejects.toThrow()
  })

  it('answers an empty cache with nothing', async () => {
    const definition = trigger(atLeast(1, 'failed', '2d'))
    const session = await start(aCache(), definition)
    expect(await session.move(definition)).toMatchObject({ accounts: 0, firings: 0, base: null })
    await session.close()
  })
})
