import { describe, expect, it } from 'vitest'
import { decide, type Facts, preflight, withOverrides } from '../../main/intervention/preflight.ts'
import { DAY, HOUR, MINUTE } from '../../shared/duration.ts'
import { guardrailsSchema } from '../../shared/model.ts'
import { CHECKS, type Check } from '../../shared/vocabulary.ts'
import { NOON } from '../helpers/builders.ts'

const rules = guardrailsSchema.parse({})

const facts = (changes: Partial<Facts> = {}): Facts => ({
  liveSignals: 1,
  lastClearedAt: null,
  issue: { state: 'open', closedBecause: null },
  arm: 'treatment',
  recipient: { address: 'ada@example.com', consent: null, timeZone: null },
  topic: 'service',
  accountTimeZone: null,
  suppression: null,
  otherSends: [],
  openTickets: 0,
  openTicketSince: null,
  recentContact: null,
  duplicateAt: null,
  ...changes,
})

const answer = (check: Check, changes: Partial<Facts>, now = NOON) => {
  const found = preflight(facts(changes), rules, now).find(verdict => verdict.check === check)
  if (!found) throw new Error(`${check} was not answered`)
  return found
}
const inZone = (timeZone: string) => ({ recipient: { address: 'ada@example.com', consent: null, timeZone } })

describe('preflight', () => {
  it('answers every check in the stated order and passes when nothing stands in the way', () => {
    const verdicts = preflight(facts(), rules, NOON)
    expect(verdicts.map(({ check }) => check)).toEqual([...CHECKS])
    expect(verdicts.every(({ status, fact }) => status === 'pass' && fact.length > 0)).toBe(true)
    expect(decide(verdicts, [])).toEqual({ leaves: 'now', at: null, because: [] })
  })

  const refusals: [Check, Partial<Facts>, RegExp][] = [
    ['condition', { liveSignals: 0, lastClearedAt: NOON - DAY }, /cleared on 2024-07-02/],
    ['issue_open', { issue: { state: 'closed', closedBecause: 'false_positive' } }, /closed \(false positive\)/],
    ['arm', { arm: 'control' }, /5 % that stay untreated/],
    ['address', { recipient: null }, /no contact/],
    ['address', { recipient: { address: null, consent: null, timeZone: null } }, /no e-mail/],
    ['address', { recipient: { address: 'a@b\r\nBcc: x@y', consent: null, timeZone: null } }, /cannot be delivered/],
    ['consent', { recipient: { address: 'a@b.c', consent: false, timeZone: null } }, /does not want/],
    ['suppression', { suppression: { reason: 'asked us to stop' } }, /asked us to stop/],
    ['open_ticket', { openTickets: 2, openTicketSince: NOON - DAY }, /2 tickets .* since 2024-07-02/],
    ['duplicate', { duplicateAt: NOON - DAY }, /started for this issue on 2024-07-02/],
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

  it('last an hour less on the night when clocks go forward, an hour more when they go back', () => {
    const spring = Date.UTC(2024, 2, 30, 21)
    const autumn = Date.UTC(2024, 9, 26, 21)
    // Berlin: 08:00 is 06:00 UTC in summer time and 07:00 UTC in winter time.
    expect(answer('quiet_hours', inZone('Europe/Berlin'), spring).until).toBe(Date.UTC(2024, 2, 31, 6))
    expect(answer('quiet_hours', inZone('Europe/Berlin'), autumn).until).toBe(Date.UTC(2024, 9, 27, 7))
    // Lord Howe moves by half an hour: 08:00 is 21:00 UTC the day before in summer, 21:30 in winter.
    expect(answer('quiet_hours', inZone('Australia/Lord_Howe'), Date.UTC(2024, 9, 5, 14)).until).toBe(
      Date.UTC(2024, 9, 5, 21),
    )
    expect(answer('quiet_hours', inZone('Australia/Lord_Howe'), Date.UTC(2024, 9, 4, 14)).until).toBe(
      Date.UTC(2024, 9, 4, 21, 30),
    )
  })

  it('include their first minute and exclude their last', () => {
    const at = (hour: number, minute: number) => answer('quiet_hours', {}, Date.UTC(2024, 6, 3, hour, minute)).status
    expect([at(19, 59), at(20, 0), at(7, 59), at(8, 0)]).toEqual(['pass', 'wait', 'wait', 'pass'])
  })

  it("fall back to the account's zone, then to UTC, and say so", () => {
    const nowhere = { ...inZone('Mars/Olympus'), accountTimeZone: 'Asia/Tokyo' }
    expect(answer('quiet_hours', nowhere).fact).toMatch(/Asia\/Tokyo, the account's zone/)
    expect(answer('quiet_hours', {}).fact).toMatch(/no time zone is known, so UTC/)
  })
})

describe('what the verdicts come to', () => {
  const decided = (changes: Partial<Facts>, overrides: { check: Check; reason: string }[] = [], now = NOON) =>
    decide(preflight(facts(changes), rules, now), overrides)

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
    const kept = withOverrides(preflight(facts({ duplicateAt: NOON }), rules, NOON), [why])
    expect(kept.find(({ check }) => check === 'duplicate')?.overridden).toBe('they asked again')
  })

  it('no reason sets suppression, consent, a missing address or a closed issue aside', () => {
    const overrides = CHECKS.map(check => ({ check, reason: 'because I say so' }))
    const final: Partial<Facts>[] = [
      { suppression: { reason: 'x' } },
      { recipient: { address: 'a@b.c', consent: false, timeZone: null } },
      { recipient: null },
      { issue: { state: 'closed', closedBecause: null } },
    ]
    for (const changes of final) expect(decided(changes, overrides).leaves).toBe('refused')
  })

  it('a moment of decision between two minutes does not shift the end of quiet hours', () => {
    expect(answer('quiet_hours', {}, Date.UTC(2024, 6, 3, 20) + 7 * MINUTE + 123).until).toBe(Date.UTC(2024, 6, 4, 8))
  })
})
