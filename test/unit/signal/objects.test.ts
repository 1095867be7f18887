import { describe, expect, it } from 'vitest'
import { bind, nextChange, planCondition } from '../../../main/signal/language/detect.ts'
import type { ObjectFact } from '../../../main/signal/meter/rows.ts'
import { DAY } from '../../../shared/trigger/duration.ts'

const T = 1_000 * DAY
/** An order that is open from so many days ahead on. */
const order = (id: number, ahead: number): ObjectFact => {
  const openedAt = T + ahead * DAY
  return {
    ...{ id, externalId: `O${id}`, openedAt, closedAt: null, dueAt: null, lane: null, properties: '{}' },
    stays: [{ state: 'open', since: openedAt, until: null }],
  }
}

describe('the number of objects', () => {
  it('may still grow with time alone, so that a condition which does not hold yet is looked at again', () => {
    const object = { kind: 'order', states: ['open'] }
    const plan = planCondition({ measure: { type: 'objects', object }, op: '>=', threshold: 2 })
    const due = (...ahead: number[]) =>
      nextChange(
        bind(plan, { events: new Map(), objects: new Map([['order', ahead.map((n, id) => order(id, n))]]) }),
        T,
      )
    expect(due(-5, 3, 9)).toBe(T + 3 * DAY)
    expect(due(-5, -1)).toBeNull()
  })
})
