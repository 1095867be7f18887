import type { Guardrails } from '../../../shared/model/guardrails.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { ReadDb } from '../../cache/db.ts'
import { entriesOf } from './contact-rows.ts'
import { approvalFacts } from './facts-approvals.ts'
import { asked, byKey, list } from './facts-keys.ts'
import { otherSends } from './facts-sends.ts'
import { consentsOf, harmsOf, signalsOf, startsOf, suppressionsOf, talksOf, ticketsOf, zonesOf } from './facts-sql.ts'
import type { Facts } from './preflight.ts'
import { addressOf, lanesOf, type Question } from './question.ts'
import { refusedElsewhere } from './refused-elsewhere.ts'
import { guardrailsOf } from './settings.ts'

/** Reads everything that preflight decides on, as it is at `now`. */
export function gatherFacts(db: ReadDb, question: Question, now: number): { facts: Facts; guardrails: Guardrails } {
  const guardrails = guardrailsOf(db)
  const [facts] = gatherMany(db, [question], guardrails, now)
  if (!facts) throw new Error('one question has one answer')
  return { facts, guardrails }
}

/**
 * Reads everything that preflight decides on for many messages, as it is at `now`: a dozen queries however many there are.
 * The facts come in the order of the questions.
 */
export function gatherMany(db: ReadDb, questions: readonly Question[], rules: Guardrails, now: number): Facts[] {
  const issues = list(questions.map(({ issue }) => issue.id))
  const accounts = list(questions.map(({ issue }) => issue.accountId))
  const signals = byKey(db.all(signalsOf(issues, now)), row => row.issueId)
  const zones = byKey(db.all(zonesOf(accounts)), row => row.id)
  const tickets = byKey(db.all(ticketsOf(accounts, now)), row => row.accountId)
  const talked = lastTalks(db, accounts, tickets, now - rules.recentContactDays * DAY, now)
  const contacts = list(questions.flatMap(({ contact }) => contact?.id ?? []))
  const topics = new Map(
    asked(db, contacts, consentsOf).map(row => [`${row.contactId} ${row.topic}`, row.agreed === 1]),
  )
  const elsewhere = refusedElsewhere(
    db,
    questions.flatMap(({ contact }) => contact ?? []),
  )
  const suppressed = suppressions(db, questions)
  const sends = otherSends(db, questions, accounts, now - rules.frequencyCap.days * DAY, now)
  const started = startedBefore(db, issues)
  const harms = Map.groupBy(db.all(harmsOf(issues)), row => row.issueId)
  const approval = approvalFacts(db, questions, rules)
  return questions.map(question => {
    const { issue, contact } = question
    const held = tickets.get(issue.accountId)
    const signal = signals.get(issue.id)
    const topicConsent = contact ? topics.get(`${contact.id} ${question.topic}`) : undefined
    return {
      liveSignals: signal?.live ?? 0,
      lastClearedAt: signal?.lastClearedAt ?? null,
      issue: { state: issue.state, closedBecause: issue.closedBecause },
      arm: question.arm,
      heldBy: question.heldBy ?? null,
      recipient: contact && {
        address: addressOf(question),
        consent: contact.consent === null ? null : contact.consent === 1,
        topicConsent: topicConsent ?? null,
        refusedElsewhere: elsewhere(contact, question.topic),
        timeZone: contact.timeZone,
      },
      topic: question.topic,
      channel: question.channel ?? 'email',
      accountTimeZone: zones.get(issue.accountId)?.zone ?? null,
      suppression: suppressed(question),
      otherSends: sends(question),
      openTickets: held?.open ?? 0,
      openTicketSince: held?.since ?? null,
      recentContact: talked.get(issue.accountId) ?? null,
      duplicateAt: started(question),
      harm: harms.get(issue.id)?.find(({ playbookId }) => playbookId === question.playbookId) ?? null,
      approval: approval(question),
    }
  })
}

interface Talk {
  what: string
  at: number
}

/** When somebody last spoke with each account: a ticket opened or closed, a call, a meeting or a chat. */
function lastTalks(
  db: ReadDb,
  accounts: string,
  tickets: ReadonlyMap<number, { opened: number | null; closed: number | null }>,
  from: number,
  now: number,
): Map<number, Talk> {
  const last = new Map<number, Talk>()
  const heard = (account: number, what: string, at: number) => {
    const known = last.get(account)
    if (at < from || (known && (known.at > at || (known.at === at && known.what <= what)))) return
    last.set(account, { what, at })
  }
  for (const { accountId, what, at } of db.all(talksOf(accounts, from, now))) heard(accountId, what, at)
  for (const [account, { opened, closed }] of tickets) {
    if (opened !== null) heard(account, 'ticket opened', opened)
    if (closed !== null) heard(account, 'ticket closed', closed)
  }
  return last
}

function suppressions(db: ReadDb, questions: readonly Question[]): (question: Question) => Facts['suppression'] {
  const entries = entriesOf(db)
  const wanted = list(questions.flatMap(lanesOf).flatMap(entries))
  const found = new Map(db.all(suppressionsOf(wanted)).map(row => [row.address, row.reason]))
  return question => {
    for (const lane of found.size === 0 ? [] : lanesOf(question))
      for (const entry of entries(lane)) {
        const reason = found.get(entry)
        if (reason !== undefined) return { entry, reason }
      }
    return null
  }
}

function startedBefore(db: ReadDb, issues: string): (question: Question) => number | null {
  const byIssue = Map.groupBy(db.all(startsOf(issues)), row => row.issueId)
  return ({ issue, playbookId, self }) => {
    const others = (byIssue.get(issue.id) ?? []).filter(
      row => row.playbookId === playbookId && row.id !== self?.interventionId,
    )
    return others.length === 0 ? null : Math.max(...others.map(({ at }) => at))
  }
}
