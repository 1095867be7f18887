import { describe, expect, it } from 'vitest'
import { approvalReasons } from '../../../main/intervention/guard/approvals.ts'
import { decideLeave, type Facts, preflight, withOverrides } from '../../../main/intervention/guard/preflight.ts'
import { approvalRulesSchema } from '../../../shared/intervention/approval.ts'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Check } from '../../../shared/vocabulary.ts'
import { NOON } from '../../helpers/builders.ts'
import { aRecipient, someFacts } from '../../helpers/facts.ts'

const verdicts = (changes: Partial<Facts>, rules = {}) =>
  preflight(someFacts(changes), guardrailsSchema.parse(rules), NOON)
const answer = (check: Check, changes: Partial<Facts>, rules = {}) =>
  verdicts(changes, rules).find(verdict => verdict.check === check)

describe('the frequency cap', () => {
  const cap = { frequencyCap: { messages: 2, days: 7 } }
  const sends = (...otherSends: number[]) => answer('frequency_cap', { otherSends }, cap)

  it('counts what left within its window: a message that left exactly seven days ago is outside', () => {
    expect(sends(NOON - 7 * DAY, NOON)).toMatchObject({
      status: 'pass',
      fact: '1 of at most 2 messages within 7 days.',
    })
    expect(sends(NOON - 7 * DAY + 1, NOON)).toMatchObject({ status: 'wait', until: NOON + 1 })
  })

  it('counts what leaves at this moment, and not what leaves later', () => {
    expect(sends(NOON - DAY, NOON)?.status).toBe('wait')
    expect(sends(NOON - DAY, NOON + 1)?.status).toBe('pass')
  })

  it('looks at the newest in whichever order they are told', () => {
    for (const order of [
      [1, 6, 2],
      [6, 2, 1],
      [2, 1, 6],
    ])
      expect(sends(...order.map(days => NOON - days * DAY))?.until).toBe(NOON + 5 * DAY)
  })

  it('passes at the moment until which it made wait', () => {
    const until = sends(NOON - 6 * DAY, NOON - DAY)?.until ?? 0
    const facts = someFacts({ otherSends: [NOON - 6 * DAY, NOON - DAY] })
    const at = (now: number) =>
      preflight(facts, guardrailsSchema.parse(cap), now).find(({ check }) => check === 'frequency_cap')?.status
    expect([at(until - 1), at(until)]).toEqual(['wait', 'pass'])
  })
})

describe('quiet hours', () => {
  it('that begin when they end are none', () => {
    expect(answer('quiet_hours', {}, { quietHours: { from: 12, to: 12 } })?.status).toBe('pass')
  })

  it('count by UTC where the zone of the account is none', () => {
    expect(answer('quiet_hours', { accountTimeZone: 'Mars/Olympus' })?.fact).toBe(
      'It is 12:00 UTC (no time zone is known).',
    )
  })
})

describe('an earlier contact', () => {
  it('makes wait for three whole days, and not at their end', () => {
    const since = (ago: number) => answer('recent_contact', { recentContact: { what: 'call', at: NOON - ago } })
    expect(since(3 * DAY)).toMatchObject({ status: 'pass', fact: 'No contact within 3 days.' })
    expect(since(3 * DAY - 1)).toMatchObject({ status: 'wait', until: NOON + 1 })
    expect(answer('recent_contact', {})).toMatchObject({ status: 'pass' })
  })
})

describe('the fact of a check', () => {
  const facts: [Check, Partial<Facts>, string][] = [
    ['condition', { liveSignals: 1 }, '1 signal of this issue still holds.'],
    ['condition', { liveSignals: 2 }, '2 signals of this issue still hold.'],
    ['condition', { liveSignals: 0 }, 'No signal of this issue has begun by the time of this workspace’s clock.'],
    ['issue_open', { issue: { state: 'closed', closedBecause: null } }, 'The issue is closed.'],
    ['issue_open', {}, 'The issue is open.'],
    ['arm', {}, 'The account is in the treatment arm.'],
    ['address', {}, 'The contact has an e-mail address.'],
    ['address', { channel: 'push_note' }, 'The contact has an address for push note.'],
    [
      'address',
      { channel: 'push_note', recipient: aRecipient({ address: 'token' }) },
      'The contact has an address for push note.',
    ],
    [
      'address',
      { channel: 'push_note', recipient: aRecipient({ address: '' }) },
      'The contact has no address for push note.',
    ],
    ['consent', { recipient: null }, 'The contact has not objected to service messages.'],
    ['consent', { recipient: aRecipient({ consent: true }) }, 'The contact has agreed to messages.'],
    ['consent', { recipient: aRecipient({ consent: false }) }, 'The contact does not want messages.'],
    ['consent', { recipient: aRecipient({ topicConsent: true }) }, 'The contact has agreed to messages about service.'],
    [
      'consent',
      { recipient: aRecipient({ consent: true, refusedElsewhere: true }) },
      'Another contact with this address does not want messages about service.',
    ],
    ['suppression', {}, 'The address is not suppressed.'],
    ['open_ticket', {}, 'No ticket of this account is open.'],
    ['open_ticket', { openTickets: 1 }, '1 ticket of this account is open; answer in the ticket.'],
    ['open_ticket', { openTickets: 2 }, '2 tickets of this account are open; answer in the ticket.'],
    ['duplicate', {}, 'This playbook was not started for this issue before.'],
    ['approval', {}, 'No second person is needed.'],
  ]
  it.each(facts)('of %s for %j is: %s', (check, changes, fact) => expect(answer(check, changes)?.fact).toBe(fact))

  it('rounds the share of the holdout to a tenth of a per cent', () => {
    const share = (holdout: number) => answer('arm', { arm: 'control' }, { holdout })?.fact
    expect(share(0.05)).toBe('The account is one of the 5 % held out.')
    expect(share(0.9)).toBe('The account is one of the 90 % held out.')
    expect(share(0.1234)).toBe('The account is one of the 12.3 % held out.')
  })
})

describe('what the verdicts come to', () => {
  it('names nothing but what stands in the way', () => {
    const because = (changes: Partial<Facts>) =>
      decideLeave(verdicts(changes), []).because.map(({ check, status }) => `${check} ${status}`)
    expect(because({ duplicateAt: NOON, openTickets: 1, arm: 'control' })).toEqual([
      'open_ticket refuse',
      'duplicate refuse',
    ])
    expect(because({ arm: 'control', recentContact: { what: 'call', at: NOON } })).toEqual(['arm refuse'])
    expect(because({ recentContact: { what: 'call', at: NOON } })).toEqual(['recent_contact wait'])
  })

  it('has no date where only a person is waited for', () => {
    const needs = [{ reason: 'bulk' as const, fact: '30 were started together.' }]
    expect(decideLeave(verdicts({ approval: { needs, answer: null } }), [])).toMatchObject({ leaves: 'held', at: null })
  })

  it('takes a reason for a check that passes, or that is final, for none', () => {
    const reasons = [
      { check: 'open_ticket' as const, reason: 'x' },
      { check: 'suppression' as const, reason: 'x' },
      { check: 'duplicate' as const, reason: 'asked again' },
    ]
    const list = verdicts({ suppression: { entry: 'a@b', reason: 'x' }, duplicateAt: NOON })
    const noted = withOverrides(list, reasons).filter(({ overridden }) => overridden !== null)
    expect(noted.map(({ check }) => check)).toEqual(['duplicate'])
  })
})

describe('a second person', () => {
  const rules = approvalRulesSchema.parse({ valueOver: { minor: 900_000, currency: 'EUR' } })
  const facts = (changes: object) =>
    approvalReasons(
      {
        together: 1,
        value: { minor: 1, currency: 'EUR' },
        playbook: { version: 1, approvedVersion: 1 },
        approvedBefore: false,
        ...changes,
      },
      rules,
    ).map(({ fact }) => fact)

  it('reads why', () => {
    expect(facts({ together: 26 })).toEqual(['26 were started together, more than 25.'])
    expect(facts({ value: { minor: 900_001, currency: 'EUR' } })).toEqual([
      '€9,000.01 a month is at stake, more than €9,000.',
    ])
    expect(facts({ value: { minor: 1, currency: 'JPY' } })).toEqual([
      expect.stringMatching(/a month is at stake, not comparable with €9,000\.$/),
    ])
    expect(facts({ playbook: { version: 2, approvedVersion: 1 } })).toEqual([
      'Version 2 of the playbook was never approved.',
    ])
  })
})
