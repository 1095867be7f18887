import { describe, expect, it } from 'vitest'
import { deadlineOf, runsAt, valueAtStake } from '../../../main/issue/fold/stake.ts'
import { age, type Life } from '../../../main/issue/life/age.ts'
import { BUILT_IN_RATES, rateBetween } from '../../../shared/exchange.ts'
import { bandAt, priorityOf } from '../../../shared/priority.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/observed.ts'

const life = (of: Partial<Life> = {}): Life => ({
  state: 'open',
  snoozedUntil: null,
  closedAt: null,
  closedBecause: null,
  ...of,
})
const cleared = { state: 'closed', snoozedUntil: null, closedAt: NOON, closedBecause: 'cleared' }

describe('the life of an issue', () => {
  it('ends automatically when none of its signals holds', () => {
    expect(age(life(), { live: 0, worse: false }, NOON)).toEqual(cleared)
    expect(age(life({ state: 'snoozed', snoozedUntil: NOON + DAY }), { live: 0, worse: false }, NOON)).toEqual(cleared)
  })

  it('goes on while something was started, whatever its signals say', () => {
    const acting = life({ state: 'acting' })
    expect(age(acting, { live: 0, worse: false }, NOON)).toBe(acting)
  })

  it('wakes at its date, and before it when it gets worse', () => {
    const snoozed = life({ state: 'snoozed', snoozedUntil: NOON })
    expect(age(snoozed, { live: 1, worse: false }, NOON - 1)).toBe(snoozed)
    expect(age(snoozed, { live: 1, worse: false }, NOON)).toEqual(life())
    expect(age(snoozed, { live: 2, worse: true }, NOON - 1)).toEqual(life())
  })

  it('never returns from the dead', () => {
    const closed = life({ state: 'closed', closedAt: 1, closedBecause: 'resolved' })
    expect(age(closed, { live: 3, worse: true }, NOON)).toBe(closed)
  })
})

describe('what is at stake', () => {
  const inEuro = { currency: 'EUR', rates: BUILT_IN_RATES, typicalMinor: 24_000 }
  const subscription = { amountMinor: 5_000, currency: 'EUR', dueAt: null }

  it("is the account's own figure, else the sum of its subscriptions", () => {
    const known = { mrrMinor: 12_000, currency: 'EUR' }
    expect(valueAtStake(known, [subscription], inEuro)).toMatchObject({ minor: 12_000, currency: 'EUR' })
    const unknown = { mrrMinor: null, currency: null }
    expect(valueAtStake(unknown, [subscription, subscription], inEuro)).toMatchObject({
      minor: 10_000,
      currency: 'EUR',
    })
  })

  it('is one whole unit where nothing is known, so that an order remains', () => {
    expect(valueAtStake({ mrrMinor: null, currency: null }, [], inEuro)).toMatchObject({ minor: 100, currency: 'EUR' })
    expect(valueAtStake({ mrrMinor: 0, currency: 'JPY' }, [], { ...inEuro, currency: 'JPY' })).toMatchObject({
      minor: 1,
      currency: 'JPY',
    })
    expect(valueAtStake({ mrrMinor: 1, currency: 'EUR' }, [], inEuro).minor).toBe(1)
    const half = { ...subscription, amountMinor: null }
    expect(valueAtStake({ mrrMinor: null, currency: null }, [half, subscription], inEuro).minor).toBe(5_000)
    const unpriced = { ...subscription, amountMinor: null, currency: null }
    expect(valueAtStake({ mrrMinor: null, currency: null }, [unpriced], inEuro).minor).toBe(100)
  })

  it('is reckoned in one currency, so that a yen is not taken for a euro', () => {
    const yen = { mrrMinor: 169_000, currency: 'JPY' }
    const { minor, currency, basis } = valueAtStake(yen, [], inEuro)
    expect({ minor, currency }).toEqual({ minor: 100_000, currency: 'EUR' })
    const { day } = rateBetween(BUILT_IN_RATES, 'JPY', 'EUR') ?? {}
    expect(basis.rates).toEqual([{ currency: 'JPY', rate: expect.any(Number), day }])
    expect(valueAtStake(yen, [], { ...inEuro, currency: 'JPY' }).basis.rates).toEqual([])
  })

  it('needs no rate for nothing', () => {
    const nothing = { mrrMinor: 0, currency: 'RSD' }
    expect(valueAtStake(nothing, [], inEuro)).toMatchObject({ minor: 100, basis: { by: 'nothing', missing: [] } })
  })

  it('never counts an amount without a rate one to one, and says which currency has none', () => {
    const dinars = { mrrMinor: 12_000_000, currency: 'RSD' }
    expect(rateBetween(BUILT_IN_RATES, 'RSD', 'EUR')).toBeNull()
    expect(valueAtStake(dinars, [], inEuro)).toEqual({
      ...{ minor: 24_000, currency: 'EUR' },
      basis: { by: 'typical', rates: [], missing: ['RSD'] },
    })
    const mixed = [subscription, { ...subscription, currency: 'RSD' }]
    expect(valueAtStake({ mrrMinor: null, currency: null }, mixed, inEuro)).toMatchObject({
      ...{ minor: 5_000, basis: { by: 'known', missing: ['RSD'] } },
    })
  })

  it('is due at the nearest renewal ahead, within 30 days', () => {
    const due = (days: number) => ({ ...subscription, dueAt: NOON + days * DAY })
    expect(deadlineOf(NOON + 9 * DAY, [due(-1), due(4), due(40)], NOON)).toBe(NOON + 4 * DAY)
    expect(deadlineOf(NOON + 31 * DAY, [due(0)], NOON)).toBeNull()
    expect(deadlineOf(null, [], NOON)).toBeNull()
    expect(deadlineOf(NOON, [], NOON)).toBeNull()
    expect(deadlineOf(NOON + 1, [], NOON)).toBe(NOON + 1)
    expect(deadlineOf(NOON + 30 * DAY, [], NOON)).toBe(NOON + 30 * DAY)
    expect(deadlineOf(NOON + 30 * DAY + 1, [], NOON)).toBeNull()
  })
})

describe('priority', () => {
  it('is the arithmetic of the row', () => {
    const terms = { risk: 0.62, treatability: 0.38, valueMinor: 124_000, currency: 'EUR', urgency: 1.6, minutes: 6 }
    expect(priorityOf(terms)).toBeCloseTo(77.9, 1)
  })

  it('moves between bands as the deadline comes nearer, and says when', () => {
    const due = NOON + 10 * DAY
    expect(bandAt(due, NOON)).toEqual({ band: 'later', until: due - 7 * DAY })
    expect(bandAt(due, due - 7 * DAY)).toEqual({ band: 'week', until: due - DAY })
    expect(bandAt(due, due - DAY)).toEqual({ band: 'today', until: due })
    // Passed while the condition still holds: late is not less pressing.
    expect(bandAt(due, due + DAY)).toEqual({ band: 'today', until: null })
    expect(bandAt(null, NOON)).toEqual({ band: 'later', until: null })
  })
})

describe('a subscription runs', () => {
  const runs = (openedAt: number | null, closedAt: number | null) =>
    runsAt({ amountMinor: 1, currency: 'EUR', dueAt: null, openedAt, closedAt }, NOON)

  it('from the moment when it begins', () => {
    expect([NOON - 1, NOON, NOON + 1].map(openedAt => runs(openedAt, null))).toEqual([true, true, false])
  })

  it('until the moment when it ends, which is not part of it', () => {
    expect([NOON - 1, NOON, NOON + 1].map(closedAt => runs(null, closedAt))).toEqual([false, false, true])
  })

  it('where nobody knows when it begins or ends', () => {
    expect(runs(null, null)).toBe(true)
    expect(runs(NOON - 2, NOON - 1)).toBe(false)
    expect(runs(NOON - 1, NOON + 1)).toBe(true)
  })
})
