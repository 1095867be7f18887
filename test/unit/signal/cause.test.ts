import { describe, expect, it } from 'vitest'
import { causeOf } from '../../../main/signal/language/cause.ts'
import { bind, planCondition } from '../../../main/signal/language/detect.ts'
import { beganAt } from '../../../main/signal/language/onset.ts'
import type { AccountFacts, ObjectFact } from '../../../main/signal/meter/rows.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { type Condition, parseTrigger } from '../../../shared/trigger/trigger.ts'
import { aTrigger, atLeast, NOON } from '../../helpers/observed.ts'

const fact = (...times: number[]) => times.map((at, id) => ({ id, at, value: null, properties: '{}' }))
const events = (...times: number[]): AccountFacts => ({ events: new Map([['failed', fact(...times)]]) })
const began = (when: Condition, facts: AccountFacts, since = NOON - 90 * DAY) =>
  beganAt(bind(planCondition(when), facts), NOON, since)

describe('when trouble began', () => {
  it('is the moment from which the condition has held, by the dates of the data', () => {
    const facts = events(NOON - 9 * HOUR, NOON - 8 * HOUR, NOON - HOUR)
    expect(began(atLeast(2, 'failed', '1d'), facts)).toBe(NOON - 8 * HOUR)
    expect(began(atLeast(3, 'failed', '1d'), facts)).toBe(NOON - HOUR)
  })

  it('is the last time that it came true, where it did not hold in between', () => {
    const facts = events(NOON - 9 * HOUR, NOON - 8 * HOUR, NOON - HOUR, NOON - HOUR / 2)
    expect(began(atLeast(2, 'failed', '2h'), facts)).toBe(NOON - HOUR / 2)
  })

  it('is found where time alone made it true', () => {
    const silent: Condition = { measure: { type: 'since', events: { kind: 'failed' } }, op: '>=', threshold: '3d' }
    expect(began(silent, events(NOON - 4 * DAY))).toBe(NOON - DAY)
  })

  it('is no news where it was there before anybody watched, or for longer than a week', () => {
    const facts = events(NOON - 9 * HOUR, NOON - 8 * HOUR)
    expect(began(atLeast(2, 'failed', '1d'), facts, NOON - 5 * HOUR)).toBeNull()
    expect(began(atLeast(2, 'failed', '1d'), facts, NOON)).toBeNull()
    const silent: Condition = { measure: { type: 'since', events: { kind: 'failed' } }, op: '>=', threshold: '3d' }
    expect(began(silent, events(NOON - 20 * DAY))).toBeNull()
  })
})

describe('the cause of a firing', () => {
  const ref = { dimension: 'carrier', field: 'carrier' }
  const anObject = (id: number, state: string, since: number, properties: object): ObjectFact => ({
    id,
    externalId: `T${id}`,
    openedAt: since,
    closedAt: null,
    dueAt: null,
    lane: null,
    properties: JSON.stringify(properties),
    stays: [{ state, since, until: null }],
  })

  it('is what most of its events say; of two that are level the first in the alphabet', () => {
    const bound = bind(planCondition(atLeast(1, 'failed', '1d')), events(NOON))
    const said = (...names: unknown[]) =>
      causeOf(
        't',
        ref,
        bound,
        NOON,
        names.map(carrier => JSON.stringify({ carrier })),
      )
    expect(said('UPS', 'DHL', 'DHL')).toEqual({ dimension: 'carrier', value: 'DHL' })
    expect(said('UPS', 'DHL')).toEqual({ dimension: 'carrier', value: 'DHL' })
    expect(said(null, 7)).toEqual({ dimension: 'carrier', value: '7' })
  })

  it('is the trigger where nothing says anything, or where it names no field', () => {
    const bound = bind(planCondition(atLeast(1, 'failed', '1d')), events(NOON))
    const own = { dimension: 'trigger', value: 't' }
    expect(causeOf('t', ref, bound, NOON, ['{}', '{"carrier":" "}', '{"carrier":{}}'])).toEqual(own)
    expect(causeOf('t', null, bound, NOON, ['{"carrier":"DHL"}'])).toEqual(own)
  })

  it('is that of the object which made it true, not of others of its kind', () => {
    const still: Condition = {
      measure: { type: 'stored', object: { kind: 'shipment', states: ['in_transit'] } },
      op: '>',
      threshold: '5d',
    }
    const bound = bind(planCondition(still), {
      events: new Map(),
      objects: new Map([
        [
          'shipment',
          [
            anObject(1, 'in_transit', NOON - 6 * DAY, { carrier: 'DHL' }),
            anObject(2, 'in_transit', NOON - DAY, { carrier: 'UPS' }),
            anObject(3, 'delivered', NOON - 9 * DAY, { carrier: 'UPS' }),
          ],
        ],
      ]),
    })
    expect(causeOf('t', ref, bound, NOON, ['{"carrier":"UPS"}'])).toEqual({ dimension: 'carrier', value: 'DHL' })
  })

  it('is that of the comparisons which hold, not of others beside them', () => {
    const longer = (state: string, threshold: string): Condition => ({
      measure: { type: 'stored', object: { kind: 'shipment', states: [state] } },
      op: '>',
      threshold,
    })
    const late = anObject(1, 'in_transit', NOON - 6 * DAY, { carrier: 'UPS' })
    const lost = anObject(2, 'lost', NOON - 6 * DAY, { carrier: 'DHL' })
    const facts = { events: new Map(), objects: new Map([['shipment', [late, lost]]]) }
    const when = (lostFor: string): Condition => ({ any: [longer('in_transit', '5d'), longer('lost', lostFor)] })
    const cause = (lostFor: string) => causeOf('t', ref, bind(planCondition(when(lostFor)), facts), NOON, []).value
    expect(cause('7d')).toBe('UPS')
    expect(cause('5d')).toBe('DHL')
  })
})

describe('a cause in a trigger', () => {
  const withCause = (cause: unknown) => parseTrigger({ ...aTrigger(), cause })

  it('may be named by any trigger, and leaves those alone that name none', () => {
    expect(withCause({ dimension: 'known bug', field: 'title' })).toMatchObject({ ok: true })
    expect(parseTrigger(aTrigger())).toMatchObject({ ok: true })
  })

  it('is refused with its place where it does not fit', () => {
    for (const dimension of ['trigger', 'Carrier', ''])
      expect(withCause({ dimension, field: 'x' })).toMatchObject({ ok: false, error: { kind: 'invalid' } })
    expect(JSON.stringify(withCause({ dimension: 'carrier' }))).toContain('cause.field')
  })
})

describe('when trouble began, at the edges', () => {
  const failed = atLeast(1, 'failed', '30d')

  it('is known for a week, and no longer', () => {
    expect(began(failed, events(NOON - 7 * DAY + 1))).toBe(NOON - 7 * DAY + 1)
    expect(began(failed, events(NOON - 7 * DAY))).toBeNull()
  })

  it('is now where it has just begun, and nothing where it is watched from now on', () => {
    expect(began(failed, events(NOON))).toBe(NOON)
    expect(began(failed, events(NOON), NOON - 1)).toBe(NOON)
    expect(began(failed, events(NOON), NOON)).toBeNull()
    expect(began(failed, events(NOON - 5), NOON - 4)).toBeNull()
  })

  it('is nothing where it will be watched later only', () => {
    expect(began(atLeast(1, 'failed', '1h'), events(NOON - HOUR / 2), NOON + 2 * HOUR)).toBeNull()
  })

  it('is looked for through three hundred turns, and taken for now behind them', () => {
    const minute = 60_000
    const first = NOON - 2 * DAY
    // 150 events that count for a minute each; then one that has counted for an hour.
    const flips = Array.from({ length: 150 }, (_, i) => first + 2 * i * minute)
    const facts: AccountFacts = { events: new Map([...events(...flips).events, ['steady', fact(NOON - HOUR)]]) }
    const when: Condition = { any: [atLeast(1, 'failed', '1m'), atLeast(1, 'steady', '2h')] }
    // Watched from within the first minute: one turn less.
    expect(began(when, facts, first + 1)).toBe(NOON - HOUR)
    expect(began(when, facts, first - 1)).toBe(NOON)
  })
})

describe('the commonest cause', () => {
  const ref = { dimension: 'bug', field: 'bug' }
  const bound = bind(planCondition(atLeast(1, 'failed', '1d')), events(NOON))
  const said = (...names: unknown[]) =>
    causeOf(
      't',
      ref,
      bound,
      NOON,
      names.map(bug => JSON.stringify({ bug })),
    ).value

  it('does not depend on the order in which its rows come', () => {
    expect(said('b', 'a', 'b', 'a')).toBe('a')
    expect(said('a', 'b', 'b', 'a', 'c')).toBe('a')
    expect(said('a', 'b', 'b')).toBe('b')
    expect(said('b', 'b', 'a')).toBe('b')
    expect(said('c', 'b', 'a', 'a')).toBe('a')
    expect(said('a', 'a', 'b')).toBe('a')
  })

  it('is a name of 120 characters at most', () => {
    expect(said('x'.repeat(120))).toBe('x'.repeat(120))
    expect(said('x'.repeat(121))).toBe('t')
    expect(said(` ${'x'.repeat(120)} `)).toBe('x'.repeat(120))
    expect(said(true)).toBe('true')
  })
})
