import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideLeave, type Facts, FINAL_CHECKS, preflight } from '../../../main/intervention/guard/preflight.ts'
import { localTime } from '../../../shared/local-time.ts'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { CHECKS, ISSUE_STATES } from '../../../shared/vocabulary.ts'
import { aRecipient, someFacts } from '../../helpers/facts.ts'

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Nowhere/At_All',
]
const START = Date.UTC(2023, 0, 1)
const moment = fc.integer({ min: START, max: START + 1_000 * DAY })
const hour = fc.integer({ min: 0, max: 23 })
const rulesOf = (from: number, to: number) => guardrailsSchema.parse({ quietHours: { from, to } })

const facts: fc.Arbitrary<(now: number) => Facts> = fc
  .record({
    liveSignals: fc.nat({ max: 2 }),
    state: fc.constantFrom(...ISSUE_STATES),
    arm: fc.constantFrom('treatment' as const, 'control' as const),
    recipient: fc.option(
      fc.record({
        address: fc.option(fc.constantFrom('a@b.c', 'nonsense')),
        consent: fc.option(fc.boolean()),
        topicConsent: fc.option(fc.boolean()),
        refusedElsewhere: fc.boolean(),
        timeZone: fc.option(fc.constantFrom(...ZONES)),
      }),
    ),
    accountTimeZone: fc.option(fc.constantFrom(...ZONES)),
    suppressed: fc.boolean(),
    ages: fc.array(fc.nat({ max: 12 * DAY }), { maxLength: 6 }),
    openTickets: fc.nat({ max: 1 }),
    contactAge: fc.option(fc.nat({ max: 6 * DAY })),
    duplicate: fc.boolean(),
    needs: fc.boolean(),
  })
  .map(({ state, suppressed, ages, contactAge, duplicate, needs, ...shape }) => (now: number) => ({
    ...someFacts(shape),
    issue: { state, closedBecause: null },
    suppression: suppressed ? { entry: 'x@y', reason: 'x' } : null,
    otherSends: ages.map(age => now - age),
    recentContact: contactAge === null ? null : { what: 'call', at: now - contactAge },
    duplicateAt: duplicate ? now : null,
    approval: { needs: needs ? [{ reason: 'bulk' as const, fact: 'Many.' }] : [], answer: null },
  }))

const only = (timeZone: string): Facts => someFacts({ recipient: aRecipient({ timeZone }) })

it('quiet hours end at the first moment that is not quiet, in every zone and over every change of the clocks', () => {
  fc.assert(
    fc.property(moment, fc.constantFrom(...ZONES), hour, hour, (now, zone, from, to) => {
      fc.pre(from !== to)
      const quiet = (at: number) => {
        const local = localTime(at, zone).hour
        return from < to ? local >= from && local < to : local >= from || local < to
      }
      const verdict = preflight(only(zone), rulesOf(from, to), now).find(({ check }) => check === 'quiet_hours')
      expect(verdict?.status).toBe(quiet(now) ? 'wait' : 'pass')
      if (verdict?.until == null) return
      expect(quiet(verdict.until)).toBe(false)
      expect(quiet(verdict.until - 1)).toBe(true)
      expect(verdict.until - now).toBeLessThanOrEqual(DAY + 3_600_000)
    }),
    { numRuns: 300 },
  )
})

it('what may leave later may leave then: waiting is never followed by the same reason to wait', () => {
  fc.assert(
    fc.property(facts, moment, (factsAt, now) => {
      const rules = rulesOf(20, 8)
      const seen = factsAt(now)
      const first = decideLeave(preflight(seen, rules, now), [])
      if (first.leaves !== 'later' || first.at === null) return
      expect(first.at).toBeGreaterThan(now)
      const then = preflight(seen, rules, first.at).filter(({ status }) => status === 'wait')
      // Quiet hours come round again; a cap and a contact do not.
      expect(then.map(({ check }) => check).filter(check => check !== 'quiet_hours')).toEqual([])
    }),
  )
})

it('no set of reasons lets a message pass a final check', () => {
  const overrides = CHECKS.map(check => ({ check, reason: 'any' }))
  fc.assert(
    fc.property(facts, moment, (factsAt, now) => {
      const verdicts = preflight(factsAt(now), rulesOf(20, 8), now)
      const final = verdicts.filter(({ check, status }) => FINAL_CHECKS.has(check) && status !== 'pass')
      const refused = final.some(({ status }) => status === 'refuse')
      expect(decideLeave(verdicts, overrides).leaves).toBe(refused ? 'refused' : final.length > 0 ? 'held' : 'now')
      expect(verdicts.map(({ check }) => check)).toEqual([...CHECKS])
    }),
  )
})
