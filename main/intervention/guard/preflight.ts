import type { ApprovalAnswer, ApprovalNeed } from '../../../shared/intervention/approval.ts'
import type { HeldBy } from '../../../shared/intervention/arm.ts'
import { localDate, localDay, placeOf } from '../../../shared/local-time.ts'
import type { Guardrails } from '../../../shared/model/guardrails.ts'
import type { Verdict } from '../../../shared/model/intervention.ts'
import { isAddress } from '../../../shared/person/address.ts'
import { OVERRIDE_ROLES } from '../../../shared/roles.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { type Arm, CHECKS, type Check, type IssueState } from '../../../shared/vocabulary.ts'
import { type CheckAnswer, quietAnswer, type Zone, zoneOf } from './quiet.ts'

/** Everything that preflight decides on, as it is at `now`. Times in UTC ms of the workspace's clock. */
export interface Facts {
  /** Signals of the issue that have not cleared. */
  liveSignals: number
  lastClearedAt: number | null
  issue: { state: IssueState; closedBecause: string | null }
  arm: Arm
  /** Whose control group that is; null where nobody said: the holdout's. */
  heldBy: HeldBy | null
  recipient: {
    address: string | null
    /** What the contact said in general; null while nothing is known. */
    consent: boolean | null
    /** What the contact said about this very topic: it counts before the general answer. */
    topicConsent: boolean | null
    /** The same person, as another contact with this address, does not want messages about this topic. */
    refusedElsewhere: boolean
    timeZone: string | null
  } | null
  topic: string
  /** How the message travels: an e-mail address must look like one. */
  channel: string
  accountTimeZone: string | null
  /** What is suppressed: the address, or (`@example.com`) its whole domain. */
  suppression: { entry: string; reason: string } | null
  /**
   * When other messages to this person left, over all playbooks, channels and addresses known; or, for those that stand
   * in line before this one or are leaving, `now`. Any order.
   */
  otherSends: readonly number[]
  openTicketSince: number | null
  openTickets: number
  recentContact: { what: string; at: number } | null
  /** When the same playbook was started for this issue before, and not taken back. */
  duplicateAt: number | null
  /** Where acting was measured to make trouble likelier: the share that it takes away of the risk, all of it below 0. */
  harm: { low: number; high: number; starts: number } | null
  approval: {
    needs: readonly ApprovalNeed[]
    answer: { said: ApprovalAnswer; by: string; at: number } | null
  }
}

export interface Override {
  check: Check
  reason: string
}

/** Checks that no reason can override, from anybody. */
export const FINAL_CHECKS: ReadonlySet<Check> = new Set(CHECKS.filter(check => OVERRIDE_ROLES[check].length === 0))

const pass = (fact: string): CheckAnswer => ({ status: 'pass', fact, until: null })
const refuse = (fact: string): CheckAnswer => ({ status: 'refuse', fact, until: null })
const wait = (fact: string, until: number): CheckAnswer => ({ status: 'wait', fact, until })
const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`
const words = (name: string): string => name.replaceAll('_', ' ')
const moment = (at: number, { zone }: Zone): string => `${localDate(at, zone)} ${placeOf(zone)}`

type AnswerCheck = (facts: Facts, rules: Guardrails, now: number, zone: Zone) => CheckAnswer

const ANSWERS: Record<Check, AnswerCheck> = {
  condition: ({ liveSignals, lastClearedAt }, _, now, zone) =>
    liveSignals > 0
      ? pass(`${plural(liveSignals, 'signal')} of this issue still hold${liveSignals === 1 ? 's' : ''}.`)
      : refuse(
          lastClearedAt === null
            ? 'No signal of this issue has begun by the time of this workspace’s clock.'
            : `The condition cleared on ${localDay(lastClearedAt, now, zone.zone)}.`,
        ),
  issue_open: ({ issue }) =>
    issue.state === 'closed'
      ? refuse(`The issue is closed${issue.closedBecause ? ` (${words(issue.closedBecause)})` : ''}.`)
      : pass('The issue is open.'),
  arm: ({ arm, heldBy }, rules) => {
    if (arm === 'treatment') return pass('The account is in the treatment arm.')
    return refuse(
      heldBy === 'playbook'
        ? 'The account is in the control group of this playbook.'
        : `The account is one of the ${percent(rules.holdout)} held out.`,
    )
  },
  address: ({ recipient, channel }) => {
    const name = channel === 'email' ? 'e-mail address' : `address for ${words(channel)}`
    if (!recipient) return refuse('The account has no contact.')
    if (!recipient.address) return refuse(`The contact has no ${name}.`)
    return channel !== 'email' || isAddress(recipient.address)
      ? pass(`The contact has an ${name}.`)
      : refuse('The contact’s e-mail address is not valid.')
  },
  consent: ({ recipient, topic }) => {
    const said = recipient?.topicConsent ?? recipient?.consent ?? null
    if (recipient?.refusedElsewhere && said !== false)
      return refuse(`Another contact with this address does not want messages about ${words(topic)}.`)
    if (said === null) return pass('The contact has not objected to service messages.')
    const about = recipient?.topicConsent === null ? 'messages' : `messages about ${words(topic)}`
    return said ? pass(`The contact has agreed to ${about}.`) : refuse(`The contact does not want ${about}.`)
  },
  suppression: ({ suppression }) => {
    if (!suppression) return pass('The address is not suppressed.')
    const { entry, reason } = suppression
    const what = entry.startsWith('@') ? `Nobody at ${entry.slice(1)} may` : 'This address must not'
    return refuse(`${what} be contacted: ${reason}.`)
  },
  frequency_cap: ({ otherSends }, { frequencyCap }, now, zone) => capped(otherSends, frequencyCap, now, zone),
  quiet_hours: (_, { quietHours }, now, zone) => quietAnswer(quietHours, now, zone),
  open_ticket: ({ openTickets, openTicketSince }, _, now, zone) =>
    openTickets > 0
      ? refuse(
          `${plural(openTickets, 'ticket')} of this account ${openTickets === 1 ? 'is' : 'are'} open` +
            `${openTicketSince === null ? '' : ` since ${localDay(openTicketSince, now, zone.zone)}`}; answer in the ticket.`,
        )
      : pass('No ticket of this account is open.'),
  recent_contact: ({ recentContact }, { recentContactDays }, now, zone) => {
    const none = pass(`No contact within ${plural(recentContactDays, 'day')}.`)
    if (!recentContact) return none
    const { what, at } = recentContact
    const until = at + recentContactDays * DAY
    if (until <= now) return none
    return wait(
      `Last contact (${what}) was on ${localDay(at, now, zone.zone)}; no message before ${moment(until, zone)}.`,
      until,
    )
  },
  duplicate: ({ duplicateAt }, _, now, zone) =>
    duplicateAt === null
      ? pass('This playbook was not started for this issue before.')
      : refuse(`This playbook was started for this issue on ${localDay(duplicateAt, now, zone.zone)}.`),
  known_harm: ({ harm }) => {
    if (!harm) return pass('Nothing measured says that this playbook makes this trouble likelier.')
    const [least, most] = [percent(-harm.high), percent(-harm.low)]
    return refuse(
      `Measured on ${plural(harm.starts, 'start')}, this playbook makes this trouble likelier by ${least} to ${most}.`,
    )
  },
  approval: ({ approval: { needs, answer } }, _, now, zone) => {
    if (answer?.said === 'declined')
      return refuse(`${answer.by} declined it on ${localDay(answer.at, now, zone.zone)}.`)
    if (answer) return pass(`${answer.by} approved it on ${localDay(answer.at, now, zone.zone)}.`)
    if (needs.length === 0) return pass('No second person is needed.')
    // No date: it is a person who answers.
    return { status: 'wait', fact: `Waits for approval: ${needs.map(({ fact }) => fact).join(' ')}`, until: null }
  },
}

/** Answers every check, in the order of `CHECKS`, with the fact it was decided on in words. */
export function preflight(facts: Facts, guardrails: Guardrails, now: number): Verdict[] {
  const zone = zoneOf(facts.recipient?.timeZone ?? null, facts.accountTimeZone)
  return CHECKS.map(check => {
    const { status, fact, until } = ANSWERS[check](facts, guardrails, now, zone)
    return { check, status, fact, until, overridden: null }
  })
}

/** The verdicts with a person's reasons noted where they set a check aside. */
export const withOverrides = (verdicts: readonly Verdict[], overrides: readonly Override[]): Verdict[] =>
  verdicts.map(verdict => {
    const override = overrides.find(({ check }) => check === verdict.check)
    const counts = override && verdict.status !== 'pass' && !FINAL_CHECKS.has(verdict.check)
    return counts ? { ...verdict, overridden: override.reason } : verdict
  })

export interface LeaveDecision {
  leaves: 'now' | 'later' | 'held' | 'held_out' | 'refused'
  /** Workspace time from which it may leave; null where nothing is to be waited for but a person. */
  at: number | null
  /** What stands in the way. */
  because: Verdict[]
}

/**
 * What the verdicts come to. A refusal goes before the holdout: an account counts as held out only where it would have
 * been written to otherwise, so that both arms are made of the same kind of accounts. `held`: it waits for a person's
 * approval, whatever else it waits for.
 */
export function decideLeave(verdicts: readonly Verdict[], overrides: readonly Override[]): LeaveDecision {
  const standing = withOverrides(verdicts, overrides).filter(v => v.status !== 'pass' && v.overridden === null)
  const refusals = standing.filter(v => v.status === 'refuse' && v.check !== 'arm')
  if (refusals.length > 0) return { leaves: 'refused', at: null, because: refusals }
  const arm = standing.filter(v => v.check === 'arm')
  if (arm.length > 0) return { leaves: 'held_out', at: null, because: arm }
  if (standing.length === 0) return { leaves: 'now', at: null, because: [] }
  const dates = standing.flatMap(v => v.until ?? [])
  const at = dates.length === 0 ? null : Math.max(...dates)
  return { leaves: standing.some(v => v.check === 'approval') ? 'held' : 'later', at, because: standing }
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

/** Until enough of the counted messages have fallen out of the window for one more. */
function capped(sends: readonly number[], cap: Guardrails['frequencyCap'], now: number, zone: Zone): CheckAnswer {
  const window = cap.days * DAY
  const counted = sends.filter(at => at > now - window && at <= now).sort((a, b) => a - b)
  const used = `${counted.length} of at most ${plural(cap.messages, 'message')} within ${plural(cap.days, 'day')}`
  const freed = counted[counted.length - cap.messages]
  if (freed === undefined) return pass(`${used}.`)
  return wait(`${used} already; the next may be sent from ${moment(freed + window, zone)}.`, freed + window)
}
