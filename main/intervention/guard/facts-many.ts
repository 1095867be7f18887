import { z } from 'zod'
import { approvalNeedSchema } from '../../../shared/intervention/approval.ts'
import type { Guardrails } from '../../../shared/model/guardrails.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Query, ReadDb } from '../../cache/db.ts'
import { domainOf, laneOf } from './address.ts'
import { approvalReasons } from './approvals.ts'
import type { Question } from './facts.ts'
import {
  approvalsOf,
  approvedBefore,
  approvedVersions,
  consentsOf,
  inLine,
  type OtherSend,
  sendsOfAccounts,
  sentTo,
  signalsOf,
  startsOf,
  suppressionsOf,
  talksOf,
  ticketsOf,
  valuesOf,
  zonesOf,
} from './facts-sql.ts'
import type { Facts } from './preflight.ts'

/** Where a message to a contact goes: its e-mail address, or what the channel uses instead. */
const addressOf = ({ contact, address }: Question): string | null =>
  (address === undefined ? contact?.email : address)?.trim() || null

const list = <T>(values: Iterable<T>): string => JSON.stringify([...new Set(values)])
const lanesOf = (question: Question): string[] => {
  const address = addressOf(question)
  return address === null ? [] : [laneOf(address)]
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
  const suppressed = suppressions(db, questions)
  const sends = otherSends(db, questions, accounts, now - rules.frequencyCap.days * DAY, now)
  const started = startedBefore(db, issues)
  const approval = approvals(db, questions, rules)
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
      recipient: contact && {
        address: addressOf(question),
        consent: contact.consent === null ? null : contact.consent === 1,
        topicConsent: topicConsent ?? null,
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
      approval: approval(question),
    }
  })
}

/** Of nothing nothing is known: one message before it leaves asks a few things only. */
const asked = <Row>(db: ReadDb, keys: string, of: (keys: string) => Query<Row>): Row[] =>
  keys === '[]' ? [] : db.all(of(keys))

const byKey = <Row>(rows: readonly Row[], key: (row: Row) => number): Map<number, Row> =>
  new Map(rows.map(row => [key(row), row]))

interface Talk {
  what: string
  at: number
}

/** When somebody last spoke with each account: a ticket opened or closed, a call, a meeting or a chat. */
function lastTalks(
  db: ReadDb,
  accounts: string,
  tickets: ReadonlyMap<number, { opened: number; closed: number | null }>,
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
    heard(account, 'ticket opened', opened)
    if (closed !== null) heard(account, 'ticket closed', closed)
  }
  return last
}

function suppressions(db: ReadDb, questions: readonly Question[]): (question: Question) => Facts['suppression'] {
  const wanted = list(questions.flatMap(lanesOf).flatMap(lane => [lane, domainOf(lane)]))
  const found = new Map(db.all(suppressionsOf(wanted)).map(row => [row.address.toLowerCase(), row.reason]))
  return question => {
    for (const lane of found.size === 0 ? [] : lanesOf(question))
      for (const entry of [lane, domainOf(lane)]) {
        const reason = found.get(entry)
        if (reason !== undefined) return { entry, reason }
      }
    return null
  }
}

/**
 * Other messages to the same person: to the same address, or within the account to the same contact or to nobody in
 * particular (a shared channel). What waits counts as leaving now where it stands before this one; what stands behind
 * does not, or two messages would wait for each other. What is leaving, or may have left, counts wherever it stands.
 */
function otherSends(
  db: ReadDb,
  questions: readonly Question[],
  accounts: string,
  from: number,
  now: number,
): (question: Question) => number[] {
  const addresses = list(questions.flatMap(lanesOf))
  const byLane = Map.groupBy([...db.all(sentTo(addresses, from, now)), ...db.all(inLine(addresses))], row => row.lane)
  const byAccount = Map.groupBy(db.all(sendsOfAccounts(accounts, from, now)), row => row.accountId)
  return question => {
    const { issue, contact, self } = question
    const own = self?.outboxId ?? Number.MAX_SAFE_INTEGER
    const times: number[] = []
    const seen = new Set([own])
    const count = ({ id, sentAt, waiting }: OtherSend) => {
      if (seen.has(id) || (waiting === 1 && id > own)) return
      seen.add(id)
      times.push(sentAt ?? now)
    }
    for (const lane of lanesOf(question)) byLane.get(lane)?.forEach(count)
    for (const row of byAccount.get(issue.accountId) ?? [])
      if (row.contactId === null || row.contactId === contact?.id) count(row)
    return times
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

const needsSchema = z.array(approvalNeedSchema)
const NO_APPROVAL: Facts['approval'] = { needs: [], answer: null }

/** Of a queued message what was asked and answered; of a planned one what would have to be asked. */
function approvals(
  db: ReadDb,
  questions: readonly Question[],
  rules: Guardrails,
): (question: Question) => Facts['approval'] {
  const ids = list(questions.flatMap(({ self, asks }) => (self && !asks ? self.outboxId : [])))
  const queued = byKey(asked(db, ids, approvalsOf), row => row.id)
  const planned = questions.filter(({ asks }) => asks !== undefined)
  const values = byKey(asked(db, list(planned.map(({ issue }) => issue.id)), valuesOf), row => row.id)
  const versions = new Map(planned.length === 0 ? [] : db.all(approvedVersions).map(row => [row.id, row.version]))
  const runs = list(planned.flatMap(({ asks }) => asks?.interventionId ?? []))
  const before = new Set(asked(db, runs, approvedBefore).map(row => row.id))
  const ofQueued = (id: number): Facts['approval'] => {
    const row = queued.get(id)
    if (!row) return NO_APPROVAL
    const { said, by, at } = row
    const answer = said !== null && by !== null && at !== null ? { said, by, at } : null
    return { needs: needsSchema.parse(JSON.parse(row.reasons)), answer }
  }
  return ({ self, asks, issue, playbookId }) => {
    if (!asks) return self ? ofQueued(self.outboxId) : NO_APPROVAL
    const { minor, currency } = values.get(issue.id) ?? { minor: 0, currency: 'EUR' }
    const facts = {
      together: asks.together,
      value: { minor, currency },
      playbook: { version: asks.playbookVersion, approvedVersion: versions.get(playbookId) ?? 0 },
      approvedBefore: asks.interventionId !== undefined && before.has(asks.interventionId),
    }
    return { needs: approvalReasons(facts, rules.approvals), answer: null }
  }
}
