import { describe, expect, it } from 'vitest'
import { type SnoozedFrom, worseThan } from '../../../shared/desk/snooze.ts'

const FROM: SnoozedFrom = { by: 'maya', at: 1, risk: 0.3, band: 1, valueMinor: 10_000, currency: 'EUR' }
const worse = (change: Partial<SnoozedFrom>, from: Partial<SnoozedFrom> = {}) =>
  worseThan({ ...FROM, ...from }, { ...FROM, ...from, ...change })

describe('a snoozed issue is worse than it was', () => {
  it('where its risk is five points higher, or half as much again, but never for less than a point', () => {
    expect(worse({ risk: 0.349 })).toBeNull()
    expect(worse({ risk: 0.35 })).toEqual({ why: 'risk', from: 0.3, to: 0.35 })
    expect(worse({ risk: 0.06 }, { risk: 0.04 })).toEqual({ why: 'risk', from: 0.04, to: 0.06 })
    expect(worse({ risk: 0.059 }, { risk: 0.04 })).toBeNull()
    expect(worse({ risk: 0.009 }, { risk: 0.001 })).toBeNull()
    expect(worse({ risk: 0.011 }, { risk: 0.001 })).toMatchObject({ why: 'risk' })
    expect(worse({ risk: 0.1 })).toBeNull()
  })

  it('where it is due sooner, which is said first', () => {
    expect(worse({ band: 0, risk: 0.9 })).toEqual({ why: 'band', from: 1, to: 0 })
    expect(worse({ band: 2 })).toBeNull()
  })

  it('where a quarter more is at stake in the same currency', () => {
    expect(worse({ valueMinor: 12_499 })).toBeNull()
    expect(worse({ valueMinor: 12_500 })).toEqual({ why: 'value', from: 10_000, to: 12_500 })
    expect(worse({ valueMinor: 99_000, currency: 'JPY' })).toBeNull()
    expect(worse({ valueMinor: 0 }, { valueMinor: 0 })).toBeNull()
    expect(worse({ valueMinor: 1 }, { valueMinor: 0 })).toMatchObject({ why: 'value' })
  })
})
