import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shownArithmetic } from '../../../renderer/screens/queue/detail/arithmetic.ts'
import { draftKey, useDrafts } from '../../../renderer/state/drafts.ts'
import { takesText } from '../../../renderer/state/key-match.ts'
import { issuesIn } from '../../../renderer/state/undo.ts'
import type { Arithmetic } from '../../../shared/model/issue.ts'

const arithmetic = (change: Partial<Arithmetic>): Arithmetic => {
  const a = {
    ...{ risk: 0.5, treatability: 0.5, valueMinor: 37_000, currency: 'EUR', urgency: 1.6, minutes: 5 },
    ...{
      riskLow: null,
      riskHigh: null,
      riskAbout: null,
      treatabilityLow: null,
      treatabilityHigh: null,
      treatabilityStarts: 0,
    },
    ...{ basis: { by: 'known' as const, rates: [], missing: [] }, ...change },
  }
  return { ...a, priority: (a.risk * a.treatability * (a.valueMinor / 100) * a.urgency) / a.minutes }
}
const FROM_KRONER = {
  by: 'known' as const,
  rates: [{ currency: 'DKK', rate: 1 / 7.46, day: '2025-12-31' }],
  missing: [],
}
const number = (text: string) => Number(text.replace(/[^0-9.]/g, ''))

describe('the arithmetic of a priority', () => {
  it('shows urgency with the digits that it has', () => {
    expect(shownArithmetic(arithmetic({ urgency: 1.25 }), null).urgency).toBe('1.25')
    expect(shownArithmetic(arithmetic({ urgency: 1.6 }), null).urgency).toBe('1.6')
  })

  it('says what money was before it was converted', () => {
    const shown = shownArithmetic(arithmetic({ valueMinor: 30_842, basis: FROM_KRONER }), {
      minor: 230_000,
      currency: 'DKK',
    })
    expect(shown.money).toBe('≈ €308')
    expect(shown.of).toContain('2,300')
    expect(shown.note).toBe('1 DKK = 0.134 EUR as of 31 Dec 2025')
  })

  it('says nothing of conversion where there was none', () => {
    expect(shownArithmetic(arithmetic({}), { minor: 37_000, currency: 'EUR' })).toMatchObject({
      money: '€370',
      of: null,
    })
  })

  it('comes out right when a reader multiplies what is shown', () => {
    const share = fc.double({ min: 0.02, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, fc.integer({ min: 1_000, max: 9_000_000 }), (risk, treatability, valueMinor) => {
        const a = arithmetic({ risk, treatability, valueMinor, basis: FROM_KRONER })
        const shown = shownArithmetic(a, { minor: 100, currency: 'DKK' })
        const product =
          (number(shown.risk) * number(shown.treatability) * number(shown.money) * number(shown.urgency)) / 5
        expect(Math.abs(product - a.priority)).toBeLessThanOrEqual(0.0051 * a.priority)
      }),
    )
  })
})

describe('a draft', () => {
  it('leaves the editor when its message is sent, and is there again when it is taken back', () => {
    const { edit, keep, bringBack } = useDrafts.getState()
    const key = draftKey(7, 'help')
    edit(key, { subject: 'Hello', contactId: 3 })
    keep(7, 'help')
    expect(useDrafts.getState().byKey[key]).toBeUndefined()
    bringBack(7)
    expect(useDrafts.getState().byKey[key]).toMatchObject({ subject: 'Hello', contactId: 3 })
    expect(useDrafts.getState().playbook[7]).toBe('help')
  })

  it('of another issue stays as it is', () => {
    useDrafts.getState().edit(draftKey(8, 'help'), { text: 'mine' })
    useDrafts.getState().bringBack(9)
    expect(useDrafts.getState().byKey[draftKey(8, 'help')]).toMatchObject({ text: 'mine' })
  })
})

describe('a decision', () => {
  it('leads back to its issues, unless it was about an incident or many at once', () => {
    expect(issuesIn({ command: 'issue.claim', issues: [1, 2] })).toEqual([1, 2])
    expect(issuesIn({ command: 'intervention.start', issues: [3] })).toEqual([3])
    expect(issuesIn({ command: 'intervention.startMany', issues: [1, 2] })).toEqual([])
    expect(issuesIn({ command: 'incident.takeOut', issues: [1] })).toEqual([])
  })
})

describe('letters', () => {
  it('are text in lines of text and keys on switches and radios', () => {
    expect(['text', 'search', 'email', 'password', 'number'].every(takesText)).toBe(true)
    expect(['radio', 'checkbox', 'range', 'button'].some(takesText)).toBe(false)
  })
})
