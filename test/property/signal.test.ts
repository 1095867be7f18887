import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bind, holdsAt, nextChange, planCondition } from '../../main/signal/detect.ts'
import type { Fact } from '../../main/signal/measure.ts'
import { DAY, HOUR } from '../../shared/duration.ts'
import type { Condition } from '../../shared/trigger.ts'
import { aCache, type TestCache } from '../helpers/cache.ts'
import { issues, run, signals } from '../helpers/evaluating.ts'
import { anAccount, anEvent, atLeast, NOON, withTrigger } from '../helpers/observed.ts'

const down: Condition = {
  measure: { type: 'rate', events: { kind: 'used' }, field: 'value', over: '3d', baseline: '12d', minimum: 3 },
  op: '<=',
  threshold: 0.5,
}
const errors: Condition = {
  measure: { type: 'sum', events: { kind: 'used', where: { beta: false } }, field: 'errors', over: '4d' },
  op: '>',
  threshold: 3,
}
const conditions: Condition[] = [
  atLeast(2, 'failed', '3d'),
  down,
  errors,
  { all: [atLeast(1, 'failed', '6d'), { not: atLeast(2, 'used', '1d') }] },
  { any: [down, { all: [errors, atLeast(1, 'failed', '2d')] }] },
]

const someFacts = fc.array(
  fc.record({
    kind: fc.constantFrom('used', 'failed'),
    hour: fc.integer({ min: 0, max: 30 * 24 }),
    value: fc.integer({ min: 0, max: 5 }),
    errors: fc.integer({ min: 0, max: 3 }),
    beta: fc.boolean(),
  }),
  { maxLength: 25 },
)

describe('time alone', () => {
  it('never changes an answer before the moment that was foretold', () => {
    fc.assert(
      fc.property(someFacts, fc.constantFrom(...conditions), (facts, condition) => {
        const events = Map.groupBy(
          facts.map((f, id) => ({ ...f, id, at: f.hour * HOUR, properties: JSON.stringify(f) })),
          f => f.kind,
        ) as Map<string, (Fact & { kind: string })[]>
        const bound = bind(planCondition(condition), { events })
        const now = 10 * DAY
        const next = nextChange(bound, now) ?? now + 60 * DAY
        for (let t = now; t < Math.min(next, now + 60 * DAY); t += HOUR)
          expect(holdsAt(bound, t)).toBe(holdsAt(bound, now))
      }),
      { numRuns: 300 },
    )
  })
})

function aShop(): TestCache {
  const cache = aCache()
  conditions.forEach((when, n) => {
    const category = (['billing', 'usage', 'access'] as const)[n % 3] ?? 'usage'
    withTrigger(cache.connection, { id: `t${n}`, category, when, cooldown: n % 2 ? '2d' : '0d', window: '5d' })
  })
  for (let n = 0; n < 4; n++) anAccount(cache.connection, { name: `Company ${n}` })
  return cache
}

const steps = fc.array(
  fc.record({
    facts: fc.array(
      fc.record({
        account: fc.integer({ min: 1, max: 4 }),
        kind: fc.constantFrom('used', 'failed'),
        // Also late ones, and ones that the clock has not reached.
        hours: fc.integer({ min: -72, max: 24 }),
        value: fc.integer({ min: 0, max: 5 }),
        errors: fc.integer({ min: 0, max: 3 }),
        beta: fc.boolean(),
      }),
      { maxLength: 6 },
    ),
    passes: fc.constantFrom(0, 1, 7, 24, 100, 400),
  }),
  { minLength: 1, maxLength: 8 },
)

const picture = (cache: TestCache) => ({ signals: signals(cache), issues: issues(cache) })

describe('evaluating what changed and what is due', () => {
  it('gives what evaluating everybody gives, at every step, and doing it again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async path => {
        const [changed, scratch] = [aShop(), aShop()]
        let now = NOON
        for (const { facts, passes } of path) {
          now += passes * HOUR
          for (const { account, kind, hours, value, errors: count, beta } of facts)
            for (const { connection } of [changed, scratch])
              anEvent(connection, { account, kind, at: now + hours * HOUR, value, properties: { errors: count, beta } })
          await run(changed, now)
          await run(scratch, now, true)
          expect(picture(changed)).toEqual(picture(scratch))
          const again = await run(scratch, now, true)
          expect(again).toMatchObject({ fired: 0, cleared: 0, opened: 0, closed: 0, rescored: 0 })
        }
      }),
      { numRuns: 25 },
    )
  })
})
