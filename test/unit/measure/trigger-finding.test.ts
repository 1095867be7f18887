import { describe, expect, it } from 'vitest'
import {
  minutesPerAvoided,
  needlessOf,
  proposalFor,
  rightOfFirst,
  type TriggerFacts,
} from '../../../main/measure/cards/trigger-finding.ts'
import { proportion } from '../../../main/measure/proportion.ts'
import type { ActingEffect } from '../../../shared/review/effect.ts'

const arm = { accounts: 500, starts: 500, contacts: 100, share: null }
const effect = (low: number, high: number, conclusion: ActingEffect['conclusion'] = 'cannot_tell') => ({
  conclusion,
  assigned: {
    ...{ treated: arm, control: arm, difference: null, p: null, sequenceP: null },
    sequence: { value: (low + high) / 2, low, high },
  },
})
const facts = (of: Partial<TriggerFacts>): TriggerFacts => ({
  ...{ precision: proportion(60, 150), base: 0.1, dismissed: proportion(2, 40), effect: undefined },
  ...of,
})

describe('a proposal to pause a trigger', () => {
  it('is not made of a trigger that foretells trouble and that nobody objects to', () => {
    expect(proposalFor(facts({}))).toBeNull()
    expect(proposalFor(facts({ effect: effect(-0.1, 0.02) }))).toBeNull()
  })

  it('is made where acting causes contacts, with the difference', () => {
    const made = proposalFor(facts({ effect: effect(0.02, 0.1, 'more') }))
    expect(made).toEqual({ finding: 'harms', because: expect.stringContaining('+6.0 points (+2.0 to +10.0)') })
  })

  it('is made where people dismiss most of its issues as wrong, but not after a few', () => {
    expect(proposalFor(facts({ dismissed: proportion(30, 40) }))?.finding).toBe('false_alarms')
    expect(proposalFor(facts({ dismissed: proportion(3, 4) }))).toBeNull()
  })

  it('is made where acting is known to avoid next to nothing', () => {
    expect(proposalFor(facts({ effect: effect(-0.019, 0.03) }))?.finding).toBe('does_nothing')
    expect(proposalFor(facts({ effect: effect(-0.021, 0.03) }))).toBeNull()
  })

  it('is made where trouble follows firings no more often than it meets any account, once there are enough firings', () => {
    expect(proposalFor(facts({ precision: proportion(90, 1_000) }))?.finding).toBe('does_nothing')
    expect(proposalFor(facts({ precision: proportion(9, 100) }))).toBeNull()
    expect(proposalFor(facts({ precision: proportion(90, 1_000), base: null }))).toBeNull()
  })
})

describe('what a trigger costs', () => {
  it('counts as needless those that trouble would not have met, turned around with its interval', () => {
    const { written, estimate } = needlessOf(40, { k: 3, n: 10, value: 0.3, low: 0.1, high: 0.6 })
    expect(written).toBe(40)
    expect(estimate?.value).toBeCloseTo(28)
    expect([estimate?.low, estimate?.high].map(bound => Math.round(bound ?? 0))).toEqual([16, 36])
    expect(needlessOf(40, proportion(0, 0)).estimate).toBeNull()
  })

  it('gives minutes for each contact avoided only where acting is known to avoid some', () => {
    expect(minutesPerAvoided(600, { value: 20, low: 10, high: 30 })).toEqual({ value: 30, low: 20, high: 60 })
    expect(minutesPerAvoided(600, { value: 20, low: 0, high: 40 })).toBeNull()
    expect(minutesPerAvoided(600, null)).toBeNull()
  })
})

describe('a model that warns of as many accounts', () => {
  const curve = [
    { n: 5, k: 4 },
    { n: 15, k: 9 },
  ]

  it('is right as often as its curve says, between two places by a straight line', () => {
    expect([5, 10, 15].map(n => rightOfFirst(curve, n))).toEqual([4, 7, 9])
    expect(rightOfFirst(curve, 1)).toBe(1)
  })

  it('says nothing of more warnings than it gave', () => {
    expect(rightOfFirst(curve, 16)).toBeNull()
    expect(rightOfFirst([], 1)).toBeNull()
  })
})
