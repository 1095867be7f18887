import { describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { drawnTo, keepTreatabilities, treatabilities } from '../../../main/measure/treatability.ts'
import { aPlaybook, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { addHistory } from '../../helpers/review-history.ts'

describe('a measured share', () => {
  it('is drawn to the stated one by as much as it is inexact', () => {
    // As exact as the statement: halfway between the two, with half of the variance.
    const halfway = drawnTo(0.3, { value: 0.1, variance: 0.15 ** 2 })
    expect(halfway.value).toBeCloseTo(0.2, 12)
    expect(halfway.high - halfway.low).toBeCloseTo(2 * 1.959964 * 0.15 * Math.sqrt(0.5), 5)
    expect(drawnTo(0.3, { value: -0.4, variance: 1e-9 }).value).toBeCloseTo(-0.4, 6)
    expect(drawnTo(0.3, { value: -0.4, variance: 1e9 }).value).toBeCloseTo(0.3, 6)
  })
})

describe('treatability', () => {
  it('is what acting took away of the contacts of control, by trigger and playbook', () => {
    const cache = aCache()
    addHistory(cache.connection, {
      accounts: 6_000,
      interventions: 6_000,
      days: 300,
      effects: [-0.2, 0.2],
      seed: 3,
      base: 0.4,
      heldOut: 0.5,
    })
    const pairs = cache.read.all(
      query<{ trigger: string; playbook: string }>(
        'SELECT DISTINCT trigger_id AS trigger, playbook_id AS playbook FROM exposure',
      ),
    )
    for (const { playbook } of pairs) aPlaybook(cache.connection, { id: playbook, treatability: 0.3 })
    const found = treatabilities(cache.read, NOON)
    expect(found.length).toBeGreaterThan(0)
    for (const { triggerId, playbookId, value, low, high, treated, control, prior } of found) {
      const counted = query<{ arm: string; n: number; k: number }>(
        `SELECT e.arm, count(*) AS n, sum(EXISTS (SELECT 1 FROM object o WHERE o.account_id = e.account_id
             AND o.opened_at > e.assigned_at AND o.opened_at <= c.window_ends_at)) AS k
         FROM exposure e JOIN outcome c USING (intervention_id)
         WHERE e.trigger_id = ? AND e.playbook_id = ? AND c.window_ends_at <= ? GROUP BY e.arm ORDER BY e.arm DESC`,
        [triggerId, playbookId, NOON],
      )
      const [treatment, held] = cache.read.all(counted)
      expect([treated, control]).toEqual([treatment?.n, held?.n])
      const share = (arm: typeof held) => (arm?.k ?? 0) / (arm?.n ?? 1)
      const plain = 1 - share(treatment) / share(held)
      // Drawn to the statement, so between the two.
      expect(value).toBeGreaterThanOrEqual(Math.min(plain, prior) - 1e-9)
      expect(value).toBeLessThanOrEqual(Math.max(plain, prior) + 1e-9)
      expect([low < value, value < high]).toEqual([true, true])
    }
    const harmful = found.filter(({ high }) => high < 0)
    expect(harmful.length).toBeGreaterThan(0)
    expect(found.some(({ low }) => low > 0)).toBe(true)
  })

  it('of the last time is forgotten, and few accounts say nothing', async () => {
    const cache = aCache()
    addHistory(cache.connection, {
      accounts: 40,
      interventions: 40,
      days: 300,
      effects: [-0.2],
      seed: 3,
      base: 0.4,
      heldOut: 0.5,
    })
    for (const { id } of cache.read.all(query<{ id: string }>('SELECT DISTINCT playbook_id AS id FROM exposure')))
      aPlaybook(cache.connection, { id })
    expect(treatabilities(cache.read, NOON)).toEqual([])
    const one = { playbookId: 'p', prior: 0.3, value: 0.2, low: 0.1, high: 0.3, treated: 9, control: 9 }
    for (const triggerId of ['first', 'second'])
      await cache.writer.write('bulk', tx => keepTreatabilities(tx, [{ triggerId, ...one }], NOON))
    expect(cache.read.all(query('SELECT trigger_id AS id FROM treatability'))).toEqual([{ id: 'second' }])
  })
})
