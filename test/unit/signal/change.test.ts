import { describe, expect, it } from 'vitest'
import { compare, turnsAfter } from '../../../main/signal/language/change.ts'
import { dateMeter } from '../../../main/signal/meter/dates.ts'
import type { Meter } from '../../../main/signal/meter/meter.ts'
import { DAY } from '../../../shared/trigger/duration.ts'

const T = 1_000 * DAY
const NEVER = Number.POSITIVE_INFINITY

describe('a comparison', () => {
  it('holds on each side of its threshold as its sign says', () => {
    const around = (op: '>=' | '>' | '<=' | '<' | '=') => [2, 3, 4].map(value => compare(op, value, 3))
    expect(around('>=')).toEqual([false, true, true])
    expect(around('>')).toEqual([false, false, true])
    expect(around('<=')).toEqual([true, true, false])
    expect(around('<')).toEqual([true, false, false])
    expect(around('=')).toEqual([false, true, false])
  })

  it('is unknown of nothing, and of what is no number where an order is asked for', () => {
    for (const op of ['>=', '>', '<=', '<', '=', 'in'] as const) expect(compare(op, null, 3)).toBeNull()
    expect(compare('in', null, ['a'])).toBeNull()
    expect(compare('>', 'a', 3)).toBeNull()
    expect(compare('>', 3, 'a')).toBeNull()
    expect(compare('=', 'a', 'a')).toBe(true)
    expect(compare('in', 'b', ['a', 'b'])).toBe(true)
    expect(compare('in', 'c', ['a', 'b'])).toBe(false)
  })
})

describe('the next turn of a comparison', () => {
  it('is never for what can only fall and has fallen, without a look at what is to come', () => {
    const fallen = (value: number): Meter => ({
      value: () => value,
      nextEdge: () => {
        throw new Error('looked ahead')
      },
      moves: false,
      falls: true,
    })
    for (const op of ['>=', '<'] as const) {
      expect(turnsAfter(fallen(2), op, 3, T)).toBe(NEVER)
      expect(() => turnsAfter(fallen(3), op, 3, T)).toThrow('looked ahead')
    }
    for (const op of ['>', '<='] as const) {
      expect(turnsAfter(fallen(3), op, 3, T)).toBe(NEVER)
      expect(() => turnsAfter(fallen(4), op, 3, T)).toThrow('looked ahead')
    }
    expect(() => turnsAfter(fallen(3), '=', 3, T)).toThrow('looked ahead')
    expect(() => turnsAfter({ ...fallen(2), falls: false }, '>=', 3, T)).toThrow('looked ahead')
  })

  it('is found to the millisecond within a piece, at its very ends too', () => {
    const until = dateMeter(T, -1)
    expect(turnsAfter(until, '<', 2, T - DAY)).toBe(T - 1)
    expect(turnsAfter(until, '<=', 1, T - DAY)).toBe(T - 1)
    expect(turnsAfter(until, '<', DAY, T - DAY)).toBe(T - DAY + 1)
    // At the date itself it becomes unknown.
    expect(turnsAfter(until, '<', 2 * DAY, T - DAY)).toBe(T)
    const age = dateMeter(T, 1)
    expect(turnsAfter(age, '>', 5, T - DAY)).toBe(T)
    expect(turnsAfter(age, '>', 5, T)).toBe(T + 6)
    expect(turnsAfter(age, '=', 5, T)).toBe(T + 5)
    expect(turnsAfter(age, '=', 5, T + 5)).toBe(T + 6)
  })

  it('is at a date that lies ahead, where what is measured by it begins or ends', () => {
    expect([T - 1, T].map(t => dateMeter(T, 1).nextEdge(t))).toEqual([T, NEVER])
    expect([T - 1, T].map(t => dateMeter(T, -1).nextEdge(t))).toEqual([T, NEVER])
    expect(dateMeter(null, 1).nextEdge(T)).toBe(NEVER)
  })

  it('is not looked for beyond a hundred years', () => {
    const age = dateMeter(T, 1)
    expect(turnsAfter(age, '>=', 36_500 * DAY, T)).toBe(T + 36_500 * DAY)
    expect(turnsAfter(age, '>=', 36_500 * DAY + 1, T)).toBe(NEVER)
  })

  it('is at the next step of what does not move in between', () => {
    const steps: Meter = {
      value: t => Math.floor(t / DAY),
      nextEdge: t => (t < 1_010 * DAY ? (Math.floor(t / DAY) + 1) * DAY : NEVER),
      moves: false,
      falls: false,
    }
    expect(turnsAfter(steps, '>=', 1_003, T)).toBe(1_003 * DAY)
    expect(turnsAfter(steps, '>=', 1_011, T)).toBe(NEVER)
  })

  it('is found before the jump that takes it back', () => {
    const sawtooth: Meter = {
      value: t => (t - T) % (10 * DAY),
      nextEdge: t => (t < T + 20 * DAY ? T + (Math.floor((t - T) / (10 * DAY)) + 1) * 10 * DAY : NEVER),
      moves: true,
      falls: false,
    }
    expect(turnsAfter(sawtooth, '>=', 3 * DAY, T)).toBe(T + 3 * DAY)
    expect(turnsAfter(sawtooth, '>=', 3 * DAY, T + 3 * DAY)).toBe(T + 10 * DAY)
  })

  it('is looked for no further than asked, at what steps and at what moves', () => {
    const asked: number[] = []
    const meter: Meter = {
      value: t => {
        asked.push(t)
        return (t - T) / DAY
      },
      nextEdge: t => (Math.floor(t / DAY) + 1) * DAY,
      moves: true,
      falls: false,
    }
    const until = T + 3 * DAY
    expect(turnsAfter(meter, '>=', 3, T, until)).toBe(until)
    expect(turnsAfter(meter, '>=', 2.5, T, until)).toBe(T + 2.5 * DAY)
    expect(turnsAfter(meter, '>', 3, T, until)).toBeGreaterThan(until)
    expect(turnsAfter({ ...meter, moves: false }, '>', 3, T, until)).toBeGreaterThan(until)
    expect(Math.max(...asked)).toBe(until)
  })
})
