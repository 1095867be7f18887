import { DAY, MINUTE } from '../../shared/duration.ts'
import { isTimeZone, localTime } from '../../shared/local-time.ts'
import type { Guardrails, Verdict } from '../../shared/model.ts'
import { type Arm, CHECKS, type Check, type IssueState } from '../../shared/vocabulary.ts'

/** Everything that preflight decides on, as it is at `now`. Times in UTC ms of the workspace's clock. */
export interface Facts {
  /** Signals of the issue that have not cleared. */
  liveSignals: number
  lastClearedAt: number | null
  issue: { state: IssueState; closedBecause: string | null }
  arm: Arm
  recipient: { address: string | null; consent: boolean | null; timeZone: string | null } | null
  topic: string
  accountTimeZone: string | null
  suppression: { reason: string } | null
  /** When other messages to this recipient left, or, for those still in line, `now`; any order. */
  otherSends: readonly number[]
  openTicketSince: number | null
  openTickets: number
  recentContact: { what: string; at: number } | null
  /** When the same playbook was started for this issue before, and not taken back. */
  duplicateAt: number | null
}

export interface Override {
  check: Check
  reason: string
}

/**
 * Checks that no reason can set aside: there is nobody to write to, the recipient has said no, or the issue is over.
 */
export const FINAL_CHECKS: ReadonlySet<Check> = new Set<Check>(['issue_open', 'address', 'consent', 'suppression'])

type Answer = Pick<Verdict, 'status' | 'fact' | 'until'>
const pass = (fact: string): Answer => ({ status: 'pass', fact, until: null })
const refuse = (fact: string): Answer => ({ status: 'refuse', fact, until: null })
const wait = (fact: string, until: number): Answer => ({ status: 'wait', fact, until })
const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`
// One @, something on both sides, no white space or control characters: what a server can be asked to deliver to.
const ADDRESS = /^[^\s@\p{Cc}<>]+@[^\s@\p{Cc}<>]+$/u

const ANSWERS: Record<Check, (facts: Facts, rules: Guardrails, now: number) => Answer> = {
  condition: ({ liveSignals, lastClearedAt }) =>
    liveSignals > 0
      ? pass(`${plural(liveSignals, 'signal')} of this issue still hold${liveSignals === 1 ? 's' : ''}.`)
      : refuse(
          lastClearedAt === null
            ? 'No signal of this issue holds any more.'
            : `The condition cleared on ${day(lastClearedAt)}.`,
        ),
  issue_open: ({ issue }) =>
    issue.state === 'closed'
      ? refuse(`The issue is closed${issue.closedBecause ? ` (${issue.closedBecause.replaceAll('_', ' ')})` : ''}.`)
      : pass('The issue is open.'),
  arm: ({ arm }, rules) =>
    arm === 'treatment'
      ? pass('The account is in the treatment arm.')
      : refuse(`The account belongs to the ${percent(rules.holdout)} that stay untreated.`),
  address: ({ recipient }) => {
    if (!recipient) return refuse('The account has no contact.')
    if (!recipient.address) return refuse('The contact has no e-mail address.')
    return ADDRESS.test(recipient.address)
      ? pass('The contact has an e-mail address.')
      : refuse('The e-mail address of the contact cannot be delivered to.')
  },
  consent: ({ recipient, topic }) => {
    if (recipient?.consent === false) return refuse(`The contact does not want messages about ${topic}.`)
    return recipient?.consent
      ? pass(`The contact has agreed to messages about ${topic}.`)
      : pass('Nothing is recorded against service messages.')
  },
  suppression: ({ suppression }) =>
    suppression
      ? refuse(`This address must never be written to: ${suppression.reason}.`)
      : pass('The address is not suppressed.'),
  frequency_cap: ({ otherSends }, { frequencyCap }, now) => capped(otherSends, frequencyCap, now),
  quiet_hours: (facts, { quietHours }, now) => quiet(facts, quietHours, now),
  open_ticket: ({ openTickets, openTicketSince }) =>
    openTickets > 0
      ? refuse(
          `${plural(openTickets, 'ticket')} of this account ${openTickets === 1 ? 'is' : 'are'} open` +
            `${openTicketSince === null ? '' : ` since ${day(openTicketSince)}`}; answer there.`,
        )
      : pass('No ticket of this account is open.'),
  recent_contact: ({ recentContact }, { recentContactDays }, now) => {
    const until = recentContact ? recentContact.at + recentContactDays * DAY : 0
    return recentContact && until > now
      ? wait(`Somebody was in contact (${recentContact.what}) on ${day(recentContact.at)}.`, until)
      : pass(`No contact within ${plural(recentContactDays, 'day')}.`)
  },
  duplicate: ({ duplicateAt }) =>
    duplicateAt === null
      ? pass('This playbook was not started for this issue before.')
      : refuse(`This playbook was started for this issue on ${day(duplicateAt)}.`),
}

/** Answers every check, in the order of `CHECKS`, with the fact it was decided on in words. */
export const preflight = (facts: Facts, guardrails: Guardrails, now: number): Verdict[] =>
  CHECKS.map(check => ({ check, ...ANSWERS[check](facts, guardrails, now), overridden: null }))

/** The verdicts with a person's reasons noted where they set a check aside. */
export const withOverrides = (verdicts: readonly Verdict[], overrides: readonly Override[]): Verdict[] =>
  verdicts.map(verdict => {
    const override = overrides.find(({ check }) => check === verdict.check)
    const counts = override && verdict.status !== 'pass' && !FINAL_CHECKS.has(verdict.check)
    return counts ? { ...verdict, overridden: override.reason } : verdict
  })

export interface LeaveDecision {
  leaves: 'now' | 'later' | 'held_out' | 'refused'
  /** Workspace time from which it may leave; null unless `later`. */
  at: number | null
  /** What stands in the way. */
  because: Verdict[]
}

/**
 * What the verdicts come to. A refusal goes before the holdout: an account counts as held out only where it would have
 * been written to otherwise, so that both arms are made of the same kind of accounts.
 */
export function decide(verdicts: readonly Verdict[], overrides: readonly Override[]): LeaveDecision {
  const standing = withOverrides(verdicts, overrides).filter(v => v.status !== 'pass' && v.overridden === null)
  const refusals = standing.filter(v => v.status === 'refuse' && v.check !== 'arm')
  if (refusals.length > 0) return { leaves: 'refused', at: null, because: refusals }
  const arm = standing.filter(v => v.check === 'arm')
  if (arm.length > 0) return { leaves: 'held_out', at: null, because: arm }
  if (standing.length === 0) return { leaves: 'now', at: null, because: [] }
  return { leaves: 'later', at: Math.max(...standing.map(v => v.until ?? 0)), because: standing }
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

/** Until enough of the counted messages have fallen out of the window for one more. */
function capped(sends: readonly number[], cap: Guardrails['frequencyCap'], now: number): Answer {
  const window = cap.days * DAY
  const counted = sends.filter(at => at > now - window && at <= now).sort((a, b) => a - b)
  const words = `${counted.length} of at most ${plural(cap.messages, 'message')} within ${plural(cap.days, 'day')}`
  const freed = counted[counted.length - cap.messages]
  return freed === undefined ? pass(`${words}.`) : wait(`${words} already.`, freed + window)
}

type Hours = Guardrails['quietHours']
const isQuiet = (hour: number, { from, to }: Hours): boolean =>
  from <= to ? hour >= from && hour < to : hour >= from || hour < to

// Every zone in use is offset from UTC by a multiple of 15 minutes, and changes its offset on such a boundary.
const STEP = 15 * MINUTE

function quiet(facts: Facts, hours: Hours, now: number): Answer {
  const { zone, says } = zoneOf(facts)
  const local = localTime(now, zone)
  if (!isQuiet(local.hour, hours)) return pass(`It is ${local.text} for the recipient (${says}).`)
  // Walking real moments instead of computing with local hours is right over every change of the clocks.
  let until = Math.floor(now / STEP) * STEP + STEP
  while (isQuiet(localTime(until, zone).hour, hours)) until += STEP
  return wait(`It is ${local.text} for the recipient (${says}); quiet until ${localTime(until, zone).text}.`, until)
}

function zoneOf({ recipient, accountTimeZone }: Facts): { zone: string; says: string } {
  if (recipient?.timeZone && isTimeZone(recipient.timeZone))
    return { zone: recipient.timeZone, says: recipient.timeZone }
  if (accountTimeZone && isTimeZone(accountTimeZone))
    return { zone: accountTimeZone, says: `${accountTimeZone}, the account's zone` }
  return { zone: 'UTC', says: 'no time zone is known, so UTC' }
}
