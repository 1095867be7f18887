import { describe, expect, it } from 'vitest'
import { shownChanges } from '../../../renderer/cards/risk-change.tsx'
import { sourcesOf } from '../../../renderer/screens/queue/detail/sources.ts'
import type { Arithmetic } from '../../../shared/model/issue.ts'
import { isWide, widthWords } from '../../../shared/predict/width.ts'

const arithmetic: Arithmetic = {
  ...{
    risk: 0.2,
    riskLow: 0.12,
    riskHigh: 0.31,
    riskAbout: null,
    treatability: 0.3,
    treatabilityLow: null,
    treatabilityHigh: null,
  },
  ...{ treatabilityStarts: 0, valueMinor: 9_900, currency: 'EUR', basis: { by: 'known', rates: [], missing: [] } },
  ...{ urgency: 1.25, minutes: 8, priority: 1 },
}
const from = (change: Partial<Arithmetic>, name: string) =>
  sourcesOf({ ...arithmetic, ...change }, 'trained model (version 1)').find(source => source.name === name)

describe('the sources of a priority', () => {
  it('say how wide the risk is and what tickets it is of, and that base rates have no width', () => {
    expect(from({}, 'Risk')?.from).toBe('trained model (version 1), 12–31 %, few like it: any ticket, or leaving')
    const narrow = { riskLow: 0.18, riskHigh: 0.22, riskAbout: 'billing' as const }
    expect(from(narrow, 'Risk')?.from).toBe('trained model (version 1), 18–22 %: a ticket about billing, or leaving')
    expect(from({ riskLow: null, riskHigh: null }, 'Risk')?.from).toContain('no interval')
  })

  it('mark a treatability as assumed until it is measured, and warn where acting does harm', () => {
    expect(from({}, 'Treatable')).toMatchObject({ isWarning: false, from: expect.stringMatching(/^assumed/) })
    const measured = { treatabilityLow: 0.1, treatabilityHigh: 0.34, treatabilityStarts: 1_240 }
    expect(from(measured, 'Treatable')).toMatchObject({
      ...{ isWarning: false, from: '10 to 34 %, measured on 1,240 starts' },
    })
    const harmful = { treatabilityLow: -0.3, treatabilityHigh: -0.02, treatabilityStarts: 900 }
    expect(from(harmful, 'Treatable')).toMatchObject({ isWarning: true, from: expect.stringContaining('−30 to −2 %') })
  })
})

describe('a width', () => {
  it('is shown in whole percent, and is wide from ten points on', () => {
    expect(widthWords({ risk: 0.2, low: 0.121, high: 0.314 })).toBe('12–31 %')
    expect(widthWords({ risk: 0.2, low: 0.201, high: 0.204 })).toBe('20 %')
    expect(widthWords({ risk: 0.2, low: null, high: null })).toBeNull()
    expect([0.05, 0.15].map(wide => isWide({ risk: 0.2, low: 0.2, high: 0.2 + wide }))).toEqual([false, true])
    expect(isWide({ risk: 0.2, low: null, high: null })).toBe(false)
  })
})

it('changes that are not drawn one by one are one change, so that all add up', () => {
  const changes = Array.from({ length: 8 }, (_, n) => ({
    column: `c${n}`,
    before: '1',
    after: '2',
    logOdds: 1 / (n + 1),
  }))
  const shown = shownChanges(changes)
  expect(shown.map(({ label }) => label)).toEqual([
    ...['c0: 1 → 2', 'c1: 1 → 2', 'c2: 1 → 2', 'c3: 1 → 2', 'c4: 1 → 2', 'Everything else'],
  ])
  const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0)
  expect(sum(shown.map(one => one.contribution))).toBeCloseTo(sum(changes.map(one => one.logOdds)), 12)
  expect(shownChanges(changes.slice(0, 2))).toHaveLength(2)
})
