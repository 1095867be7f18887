import { describe, expect, it } from 'vitest'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { measuresOf, parseTrigger, type Trigger } from '../../../shared/trigger/trigger.ts'
import { aTrigger, atLeast } from '../../helpers/observed.ts'

const why = (of: Record<string, unknown>): string => {
  const parsed = parseTrigger({ ...aTrigger(), ...of })
  return parsed.ok ? 'read' : parsed.error.why
}
const counted = { type: 'count', events: { kind: 'a' }, over: '1d' }

describe('a trigger in JSON', () => {
  it('comes back as it went out', () => {
    for (const trigger of starterTriggers())
      expect(parseTrigger(JSON.parse(JSON.stringify(trigger)))).toEqual({ ok: true, value: trigger })
  })

  it('of version 1, or of none, is lifted; of a later one refused', () => {
    const lifted = { ok: true, value: { ...aTrigger(), version: 2 } }
    expect(parseTrigger(aTrigger())).toEqual(lifted)
    expect(parseTrigger({ ...aTrigger(), version: 1 })).toEqual(lifted)
    expect(why({ version: 3 })).toBe('At version: expected 2, found 3.')
  })

  it('is refused with the place of the mistake and what was expected there', () => {
    expect(why({ playbook: undefined })).toBe('At playbook: expected text, found nothing.')
    expect(why({ succes: 1 })).toBe('At succes: unknown field, found 1.')
    expect(why({ when: { all: [atLeast(1, 'a', '1d'), { measure: { type: 'cuont' }, op: '=', threshold: 1 }] } })).toBe(
      'At when.all[1].measure.type: expected a known type, found "cuont".',
    )
    expect(why({ when: { not: { measure: { ...counted, over: '1 day' }, op: '=', threshold: 1 } } })).toBe(
      'At when.not.measure.over: expected a duration such as 28d, 6h or 30m, found "1 day".',
    )
    expect(why({ when: { any: [] } })).toBe('At when.any: expected at least one.')
    const { success: _, ...aimless } = aTrigger() as Trigger
    expect(parseTrigger(aimless)).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  })

  it('takes a duration only where time is measured, and text and lists only for attributes', () => {
    const when = (measure: unknown, op: string, threshold: unknown) => why({ when: { measure, op, threshold } })
    expect(when({ type: 'since', events: { kind: 'a' } }, '>=', '10d')).toBe('read')
    expect(when(counted, '>=', '10d')).toBe('At when.threshold: expected a number, found "10d".')
    expect(when({ type: 'attribute', name: 'plan' }, 'in', ['pro', 'team'])).toBe('read')
    expect(when({ type: 'attribute', name: 'plan' }, 'in', 'pro')).toBe(
      'At when.threshold: expected a list of values, found "pro".',
    )
    expect(when(counted, 'in', [1])).toContain('At when.op: expected one of')
  })

  it('takes a currency of ISO 4217 for amounts, and for nothing else', () => {
    const when = (name: string, currency: string) =>
      why({ when: { measure: { type: 'attribute', name, currency }, op: '>=', threshold: 1 } })
    expect(when('mrr_minor', 'HUF')).toBe('read')
    expect(when('mrr_minor', 'EURO')).toContain('At when.measure.currency: expected a currency of ISO 4217')
    expect(when('plan', 'EUR')).toContain('At when.measure.currency: expected no currency')
  })

  it('names the measures that it reads, a ratio as its two parts', () => {
    const ratio = {
      type: 'ratio' as const,
      of: { ...counted, type: 'count' as const },
      to: { type: 'since' as const, events: { kind: 'b' } },
    }
    const condition = { all: [atLeast(1, 'c', '1d'), { not: { measure: ratio, op: '>' as const, threshold: 1 } }] }
    expect(measuresOf(condition).map(({ type }) => type)).toEqual(['count', 'count', 'since'])
  })
})
