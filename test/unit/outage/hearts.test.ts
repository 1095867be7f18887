import { describe, expect, it } from 'vitest'
import { dimensionsOf, namingsOf } from '../../../main/outage/namings.ts'
import { phoneIn, roleIn } from '../../../main/outage/phone.ts'
import { canBeTold, noticeReach, reachSums } from '../../../main/outage/reach.ts'
import { byUrgency, sureness } from '../../../main/outage/sureness.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { componentTitle, noticeWords, restoredWords, statusText } from '../../../shared/desk/outage-text.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { NOON } from '../../helpers/builders.ts'

describe('how sure it is that an account uses a component', () => {
  const uses = { now: false, namedAt: null, unnamedAt: null }

  it('is certain while it shows now, and for thirty days after it was last named', () => {
    expect(sureness({ ...uses, now: true }, NOON)).toBe('certain')
    expect(sureness({ ...uses, namedAt: NOON - 30 * DAY + 1 }, NOON)).toBe('certain')
    expect(sureness({ ...uses, namedAt: NOON - 30 * DAY }, NOON)).toBe('probable')
  })

  it('is probable for half a year, and then no more', () => {
    expect(sureness({ ...uses, namedAt: NOON - 180 * DAY + 1 }, NOON)).toBe('probable')
    expect(sureness({ ...uses, namedAt: NOON - 180 * DAY }, NOON)).toBeNull()
  })

  it('is unknown where such things happened lately and nothing was named', () => {
    expect(sureness({ ...uses, unnamedAt: NOON - 30 * DAY + 1 }, NOON)).toBe('unknown')
    expect(sureness({ ...uses, unnamedAt: NOON - 30 * DAY }, NOON)).toBeNull()
    expect(sureness({ ...uses, namedAt: NOON - 180 * DAY, unnamedAt: NOON - 1 }, NOON)).toBe('unknown')
  })

  it('puts failing accounts first, then the surer ones, then the more valuable ones, then the older ones', () => {
    const one = { failing: false, sure: 'certain' as const, valueMinor: 5, accountId: 1 }
    const inOrder = [
      { ...one, accountId: 7, failing: true, sure: 'unknown' as const },
      { ...one, accountId: 4, valueMinor: 9 },
      { ...one, accountId: 3 },
      { ...one, accountId: 5 },
      { ...one, accountId: 8, valueMinor: 0 },
      // A value that nobody knows is below every other.
      { ...one, accountId: 2, valueMinor: null },
      { ...one, accountId: 6, sure: 'probable' as const, valueMinor: 900 },
      { ...one, accountId: 1, sure: 'unknown' as const, valueMinor: 901 },
    ]
    const sorted = (all: typeof inOrder) => all.toSorted(byUrgency).map(({ accountId }) => accountId)
    expect(sorted(inOrder)).toEqual([7, 4, 3, 5, 8, 2, 6, 1])
    expect(sorted(inOrder.toReversed())).toEqual([7, 4, 3, 5, 8, 2, 6, 1])
  })
})

describe('where the data name a component', () => {
  it('is what triggers say of their cause: each kind of events or objects, with the field', () => {
    expect(namingsOf(starterTriggers(), 'component')).toEqual([
      { record: 'event', kind: 'health_checked', field: 'check' },
    ])
    expect(namingsOf(starterTriggers(), 'carrier')).toEqual([
      { record: 'event', kind: 'shipment_exception', field: 'carrier' },
      { record: 'object', kind: 'shipment', field: 'carrier' },
    ])
    expect(namingsOf(starterTriggers(), 'nothing')).toEqual([])
  })

  it('is none of the measures that look at neither', () => {
    const failed = { type: 'count', events: { kind: 'export_failed' }, over: '1d' } as const
    const when: Trigger['when'] = {
      all: [
        { measure: { type: 'attribute', name: 'plan' }, op: 'in', threshold: ['Pro'] },
        { measure: failed, op: '>=', threshold: 1 },
      ],
    }
    const cause = { dimension: 'feature', field: 'name' }
    expect(namingsOf([{ when, cause }], 'feature')).toEqual([{ record: 'event', kind: 'export_failed', field: 'name' }])
  })

  it('has each dimension once', () => {
    const found = dimensionsOf(starterTriggers())
    expect(found).toEqual([...new Set(found)].sort())
    expect(found).toContain('processor')
  })
})

describe('a phone number', () => {
  it.each([
    ['{"phone":"+44 20 7946 0123"}', '+44 20 7946 0123'],
    ['{"role":"owner","Mobile":"0171/2312 5000"}', '0171/2312 5000'],
    ['{"phone_number":442079460123}', '442079460123'],
    ['{"Tel-No":"020 7946 0123"}', '020 7946 0123'],
  ])('is found in %s', (json, phone) => {
    expect(phoneIn(json)).toBe(phone)
  })

  it.each([
    '{}',
    '[]',
    'null',
    '{"phone":""}',
    '{"phone":null}',
    '{"phone":"1234"}',
    '{"phone":"123456789012345678"}',
    '{"telegram":"123456789"}',
    '{"microphone":"55555"}',
  ])('is not found in %s', json => {
    expect(phoneIn(json)).toBeNull()
  })

  it('comes with the role where one is named', () => {
    expect([roleIn('{"role":" it "}'), roleIn('{"role":""}'), roleIn('{"role":4}'), roleIn('{}')]).toEqual([
      'it',
      null,
      null,
      null,
    ])
  })
})

describe('what a message has come to', () => {
  const start = { arm: 'treatment' as const, recalled: false, state: 'waiting' as const }

  it('is told by the newest start', () => {
    expect(noticeReach([], false)).toBe('none')
    expect(noticeReach([], true)).toBe('refused')
    expect(noticeReach([{ ...start, state: 'sent' }, start], true)).toBe('sent')
    expect(noticeReach([{ ...start, state: 'sending' }], false)).toBe('waiting')
    expect(noticeReach([{ ...start, recalled: true, state: 'cancelled' }], false)).toBe('recalled')
    expect(noticeReach([{ ...start, state: 'cancelled' }], false)).toBe('recalled')
    expect(noticeReach([{ ...start, arm: 'control', state: null }], false)).toBe('heldOut')
    expect(noticeReach([{ ...start, state: null }], false)).toBe('none')
  })

  it('can be started again only where nothing left, waits or may have left', () => {
    const all = ['none', 'waiting', 'held', 'sent', 'unsure', 'refused', 'recalled', 'heldOut'] as const
    expect(all.filter(canBeTold)).toEqual(['none', 'refused', 'recalled'])
    expect(reachSums(['sent', 'sent', 'none'])).toMatchObject({ sent: 2, none: 1, held: 0 })
  })
})

describe('the words of an outage', () => {
  const outage = { dimension: 'feature', component: 'bulk_export', state: 'open' as const, beganAt: NOON, overAt: null }

  it('name the component and ask for nothing that a template does not have', () => {
    expect(componentTitle(outage)).toBe('Feature bulk export')
    expect(componentTitle({ dimension: 'sign-in failure', component: 'sso certificate expired' })).toBe(
      'Sign-in failure “sso certificate expired”',
    )
    expect(noticeWords(outage).subject).toBe('We are working on a problem with the feature bulk export')
    expect(restoredWords(outage).subject).toBe('The problem with the feature bulk export is solved')
    expect(noticeWords({ dimension: 'source', component: 'Stripe' }).subject).toContain('the connection to Stripe')
  })

  it('say the same with the same fields in every language', () => {
    const kinds = ['carrier', 'processor', 'component', 'feature', 'release', 'source', 'change', 'page', 'elsewhere']
    const fieldsOf = (text: string) =>
      (text.match(/\{\{ [^}]+ \}\}/g) ?? []).map(found => found.replace(/\.(de|fr|es)/, '.en'))
    for (const dimension of kinds)
      for (const say of [noticeWords, restoredWords]) {
        const { body, translations } = say({ dimension, component: 'bulk_export' })
        expect(Object.keys(translations)).toEqual(['de', 'fr', 'es'])
        for (const { subject, body: other } of Object.values(translations)) {
          expect(subject).toContain('bulk export')
          expect(fieldsOf(other)).toEqual(fieldsOf(body))
        }
      }
  })

  it('name a component with the article that the sentence needs', () => {
    const { translations } = noticeWords({ dimension: 'carrier', component: 'DHL' })
    expect(translations.de?.subject).toBe('Wir arbeiten an einer Störung mit dem Versanddienstleister DHL')
    expect(translations.fr?.subject).toBe('Nous traitons un incident concernant le transporteur DHL')
    expect(translations.es?.subject).toBe('Estamos resolviendo una incidencia con el transportista DHL')
  })

  it('are pasted in the language that was asked for, and in English where there is none', () => {
    const says = (language: string) => statusText(outage, NOON, 'UTC', language)
    expect(says('de')).toMatch(/^bulk export: Störung\nSeit .*12:00 \(UTC\)/)
    expect(says('fr')).toMatch(/^La fonctionnalité « bulk export » : incident en cours\n/)
    expect(says('es')).toMatch(/^La función «bulk export»: incidencia\n/)
    expect(says('sv')).toBe(statusText(outage, NOON, 'UTC'))
  })

  it('never read a component’s name as a field', () => {
    const { subject, body } = noticeWords({ ...outage, component: 'x {{ account.plan }} {% if %}' })
    expect(subject).not.toMatch(/[{}%]/)
    expect(body.match(/\{\{/g)).toHaveLength(3)
  })

  it('say since when, and once it is solved also until when', () => {
    const open = statusText(outage, NOON, 'UTC')
    expect(open).toMatch(/^Feature bulk export: disruption\nSince .*12:00 \(UTC\)/)
    const over = statusText({ ...outage, state: 'over', overAt: NOON + 3_600_000 }, NOON, 'UTC')
    expect(over).toMatch(/^Feature bulk export: solved\n/)
    expect(over).toContain('13:00')
  })
})
