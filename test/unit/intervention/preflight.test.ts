import { describe, expect, it } from 'vitest'
import {
  decideLeave,
  type Facts,
  FINAL_CHECKS,
  preflight,
  withOverrides,
} from '../../../main/intervention/guard/preflight.ts'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { CHECKS, type Check } from '../../../shared/vocabulary.ts'
import { NOON } from '../../helpers/builders.ts'
import { aRecipient, someFacts } from '../../helpers/facts.ts'

const rules = guardrailsSchema.parse({})

const answer = (check: Check, changes: Partial<Facts>, now = NOON) => {
  const found = preflight(someFacts(changes), rules, now).find(verdict => verdict.check === check)
  if (!found) throw new Error(`${check} was not answered`)
  return found
}
const inZone = (timeZone: string) => ({ recipient: aRecipient({ timeZone }) })

describe('preflight', () => {
  it('answers every check in the stated order and passes when nothing stands in the way', () => {
    const verdicts = preflight(someFacts(), rules, NOON)
    expect(verdicts.map(({ check }) => check)).toEqual([...CHECKS])
    expect(verdicts.every(({ status, fact }) => status === 'pass' && fact.length > 0)).toBe(true)
    expect(decideLeave(verdicts, [])).toEqual({ leaves: 'now', at: null, because: [] })
  })

  const refusals: [Check, Partial<Facts>, RegExp][] = [
    ['condition', { liveSignals: 0, lastClearedAt: NOON - DAY }, /cleared on 2 Jul/],
    ['issue_open', { issue: { state: 'closed', closedBecause: 'false_positive' } }, /closed \(false positive\)/],
    ['arm', { arm: 'control' }, /one of the 5 % held out/],
    ['address', { recipient: null }, /no contact/],
    ['address', { recipient: aRecipient({ address: null }) }, /no e-mail/],
    ['address', { recipient: aRecipient({ address: 'a@b\r\nBcc: x@y' }) }, /e-mail address is not valid/],
    ['consent', { recipient: aRecipient({ consent: false }) }, /does not want/],
    [
      'consent',
      { recipient: aRecipient({ consent: true, topicConsent: false }) },
      /does not want messages about service/,
    ],
    [
      'suppression',
      { suppression: { entry: 'ada@example.com', reason: 'asked us' } },
      /must not be contacted: asked us/,
    ],
    ['suppression', { suppression: { entry: '@example.com', reason: 'a rival' } }, /Nobody at example.com .*: a rival/],
    [
      'approval',
      { approval: { needs: [], answer: { said: 'declined', by: 'lea', at: NOON - DAY } } },
      /lea declined it on 2 Jul/,
    ],
    ['open_ticket', { openTickets: 2, openTicketSince: NOON - DAY }, /2 tickets .* since 2 Jul/],
    ['duplicate', { duplicateAt: NOON - DAY }, /started for this issue on 2 Jul/],
  ]
  it.each(refusals)('refuses for %s and says why', (check, changes, words) => {
    const verdict = answer(check, changes)
    expect(verdict.status).toBe('refuse')
    expect(verdict.fact).toMatch(words)
  })

  it('waits until the oldest counted message leaves the window of the frequency cap', () => {
    const sends = [NOON - 6 * DAY, NOON - 2 * DAY, NOON - DAY]
    expect(answer('frequency_cap', { otherSends: sends })).toMatchObject({ status: 'wait', until: NOON + DAY })
    expect(answer('frequency_cap', { otherSends: sends.slice(1) }).status).toBe('pass')
    expect(answer('frequency_cap', { otherSends: [...sends, NOON - DAY] }).until).toBe(NOON + 5 * DAY)
    expect(answer('frequency_cap', { otherSends: [NOON - 8 * DAY, NOON + DAY, NOON + DAY] }).status).toBe('pass')
  })

  it('waits some days after a person was in contact', () => {
    const recent = { what: 'call', at: NOON - DAY }
    expect(answer('recent_contact', { recentContact: recent })).toMatchObject({ status: 'wait', until: NOON + 2 * DAY })
    expect(answer('recent_contact', { recentContact: { ...recent, at: NOON - 3 * DAY } }).status).toBe('pass')
  })
})

describe('known harm', () => {
  it('refuses with what was measured, and can be set aside with a reason', () => {
    const harm = { low: -0.4, high: -0.05, starts: 900 }
    expect(answer('known_harm', { harm })).toMatchObject({
      status: 'refuse',
      fact: 'Measured on 900 starts, this playbook makes this trouble likelier by 5 % to 40 %.',
    })
    expect(answer('known_harm', {}).status).toBe('pass')
    expect(FINAL_CHECKS.has('known_harm')).toBe(false)
  })
})

describe('consent', () => {
  const consent = (general: boolean | null, topic: boolean | null) =>
    answer('consent', { recipient: aRecipient({ consent: general, topicConsent: topic }) })

  it('for the topic goes before what the contact said in general', () => {
    expect(consent(false, true).fact).toMatch(/agreed to messages about service/)
    expect(consent(true, false).status).toBe('refuse')
    expect(consent(false, null).status).toBe('refuse')
    expect(consent(null, null)).toMatchObject({ status: 'pass', fact: expect.stringMatching(/has not objected/) })
  })
})

describe('approval', () => {
  const need = { reason: 'bulk' as const, fact: '30 were started together, more than 25.' }

  it('holds a message for a person, with no date, until they have answered', () => {
    const waits = { approval: { needs: [need], answer: null } }
    expect(answer('approval', waits)).toMatchObject({
      status: 'wait',
      until: null,
      fact: expect.stringMatching(/30 were/),
    })
    const said = { said: 'approved' as const, by: 'lea', at: NOON - DAY }
    expect(answer('approval', { approval: { needs: [need], answer: said } }).status).toBe('pass')
  })

  it('is waited for beside everything else, and no reason replaces it', () => {
    const night = { ...inZone('Asia/Tokyo'), approval: { needs: [need], answer: null } }
    const decision = decideLeave(preflight(someFacts(night), rules, NOON), [
      { check: 'approval', reason: 'in a hurry' },
    ])
    expect(decision).toMatchObject({ leaves: 'held', at: NOON + 11 * HOUR })
  })
})

describe('words for a person', () => {
  it('name the time at which it may change, on the clock of the recipient', () => {
    const lisbon = inZone('Europe/Lisbon')
    const night = Date.UTC(2024, 6, 3, 22, 5)
    expect(answer('quiet_hours', lisbon, night).fact).toBe(
      'It is 23:05 for the recipient: quiet until 08:00 in Lisbon.',
    )
    expect(answer('quiet_hours', inZone('America/St_Johns'), night).fact).toMatch(/It is 19:35 in St Johns\./)
    const sends = { ...lisbon, otherSends: [NOON - DAY, NOON - DAY, NOON - DAY] }
    expect(answer('frequency_cap', sends).fact).toMatch(
      /3 of at most 3 .* the next may be sent from 9 Jul, 13:00 in Lisbon/,
    )
    expect(answer('recent_contact', { ...lisbon, recentContact: { what: 'call', at: NOON - DAY } }).fact).toMatch(
      /contact \(call\) was on 2 Jul; no message before 5 Jul, 13:00 in Lisbon/,
    )
  })
})

describe('quiet hours', () => {
  it('are those of the recipient: noon in London is night in Tokyo', () => {
    expect(answer('quiet_hours', inZone('Europe/London')).status).toBe('pass')
    // 21:00 in Tokyo; 08:00 there is 23:00 UTC.
    expect(answer('quiet_hours', inZone('Asia/Tokyo'))).toMatchObject({ status: 'wait', until: NOON + 11 * HOUR })
  })

  it('end on the half hour of zones that are off by one', () => {
    const late = Date.UTC(2024, 6, 3, 20, 10)
    // 01:40 in Kolkata (UTC+5:30) and 01:55 in Kathmandu (UTC+5:45); 08:00 is 02:30 and 02:15 UTC.
    expect(answer('quiet_hours', inZone('Asia/Kolkata'), late).until).toBe(Date.UTC(2024, 6, 4, 2, 30))
    expect(answer('quiet_hours', inZone('Asia/Kathmandu'), late).until).toBe(Date.UTC(2024, 6, 4, 2, 15))
  })

  // Quiet from 20 to 8, asked in the evening before: the end in UTC moves by as much as the clocks do.
  const nights: [string, string, number, number][] = [
    ['Europe/Berlin', 'the night before clocks go forward', Date.UTC(2024, 2, 29, 21), Date.UTC(2024, 2, 30, 7)],
    ['Europe/Berlin', 'clocks go forward an hour', Date.UTC(2024, 2, 30, 21), Date.UTC(2024, 2, 31, 6)],
    ['Europe/Berlin', 'clocks go back an hour', Date.UTC(2024, 9, 26, 21), Date.UTC(2024, 9, 27, 7)],
    ['America/St_Johns', 'UTC-3:30, clocks go forward', Date.UTC(2024, 2, 10, 1), Date.UTC(2024, 2, 10, 10, 30)],
    ['America/St_Johns', 'UTC-2:30, clocks go back', Date.UTC(2024, 10, 3, 1), Date.UTC(2024, 10, 3, 11, 30)],
    ['Australia/Lord_Howe', 'clocks go forward half an hour', Date.UTC(2024, 9, 5, 14), Date.UTC(2024, 9, 5, 21)],
    ['Australia/Lord_Howe', 'the night before that', Date.UTC(2024, 9, 4, 14), Date.UTC(2024, 9, 4, 21, 30)],
    ['Australia/Lord_Howe', 'clocks go back half an hour', Date.UTC(2024, 3, 6, 14), Date.UTC(2024, 3, 6, 21, 30)],
    ['Australia/Lord_Howe', 'the night before it', Date.UTC(2024, 3, 5, 14), Date.UTC(2024, 3, 5, 21)],
    ['Asia/Kolkata', 'no switch, half an hour off', Date.UTC(2024, 2, 30, 21), Date.UTC(2024, 2, 31, 2, 30)],
    ['Asia/Kathmandu', 'no switch, a quarter off', Date.UTC(2024, 2, 30, 21), Date.UTC(2024, 2, 31, 2, 15)],
  ]
  it.each(nights)('end at 08:00 on the clock of %s: %s', (zone, _, from, until) => {
    expect(answer('quiet_hours', inZone(zone), from)).toMatchObject({ status: 'wait', until })
    expect(answer('quiet_hours', inZone(zone), until - 1).until).toBe(until)
    expect(answer('quiet_hours', inZone(zone), until).status).toBe('pass')
  })

  it('that end within the hour which comes twice end when it is over for good, and in a skipped hour at once', () => {
    const ends = (from: number, to: number, at: number) =>
      preflight(someFacts(inZone('Europe/Berlin')), guardrailsSchema.parse({ quietHours: { from, to } }), at).find(
        ({ check }) => check === 'quiet_hours',
      )?.until
    // 02:00–02:59 comes twice on 27 October and not at all on 31 March.
    expect(ends(22, 3, Date.UTC(2024, 9, 26, 22))).toBe(Date.UTC(2024, 9, 27, 2))
    expect(ends(22, 2, Date.UTC(2024, 2, 30, 23))).toBe(Date.UTC(2024, 2, 31, 1))
  })

  it('include their first minute and exclude their last', () => {
    const at = (hour: number, minute: number) => answer('quiet_hours', {}, Date.UTC(2024, 6, 3, hour, minute)).status
    expect([at(19, 59), at(20, 0), at(7, 59), at(8, 0)]).toEqual(['pass', 'wait', 'wait', 'pass'])
  })

  it("fall back to the account's zone, then to UTC, and say so", () => {
    const nowhere = { ...inZone('Mars/Olympus'), accountTimeZone: 'Asia/Tokyo' }
    expect(answer('quiet_hours', nowhere).fact).toMatch(/in Tokyo \(the account's zone\)/)
    expect(answer('quiet_hours', {}).fact).toMatch(/12:00 UTC \(no time zone is known\)/)
  })
})

describe('what the verdicts come to', () => {
  const decided = (changes: Partial<Facts>, overrides: { check: Check; reason: string }[] = [], now = NOON) =>
    decideLeave(preflight(someFacts(changes), rules, now), overrides)

  it('a refusal goes before the holdout, and the holdout before waiting', () => {
    expect(decided({ arm: 'control', duplicateAt: NOON }).leaves).toBe('refused')
    expect(decided({ arm: 'control', ...inZone('Asia/Tokyo') }).leaves).toBe('held_out')
  })

  it('waits for the last of several reasons', () => {
    const both = decided({ ...inZone('Asia/Tokyo'), recentContact: { what: 'call', at: NOON - DAY } })
    expect(both).toMatchObject({ leaves: 'later', at: NOON + 2 * DAY })
  })

  it('a reason sets a check aside and stays beside the verdict', () => {
    const why = { check: 'duplicate' as const, reason: 'they asked again' }
    expect(decided({ duplicateAt: NOON }, [why]).leaves).toBe('now')
    const kept = withOverrides(preflight(someFacts({ duplicateAt: NOON }), rules, NOON), [why])
    expect(kept.find(({ check }) => check === 'duplicate')?.overridden).toBe('they asked again')
  })

  it('no reason sets suppression, consent, a missing address or a closed issue aside', () => {
    const overrides = CHECKS.map(check => ({ check, reason: 'because I say so' }))
    const final: Partial<Facts>[] = [
      { suppression: { entry: 'x@y', reason: 'x' } },
      { recipient: aRecipient({ consent: false }) },
      { recipient: null },
      { issue: { state: 'closed', closedBecause: null } },
    ]
    for (const changes of final) expect(decided(changes, overrides).leaves).toBe('refused')
  })

  it('a moment of decision between two minutes does not shift the end of quiet hours', () => {
    expect(answer('quiet_hours', {}, Date.UTC(2024, 6, 3, 20) + 7 * MINUTE + 123).until).toBe(Date.UTC(2024, 6, 4, 8))
  })
})
