import { DAY } from '../../shared/duration.ts'
import type { Guardrails } from '../../shared/model.ts'
import type { Arm, Category, IssueState } from '../../shared/vocabulary.ts'
import { query, type ReadDb } from '../cache/db.ts'
import type { Facts } from './preflight.ts'
import { guardrailsOf } from './settings.ts'

export interface ContactRow {
  id: number
  name: string | null
  email: string | null
  timeZone: string | null
  locale: string | null
  consent: number | null
}

export interface IssueRow {
  id: number
  accountId: number
  state: IssueState
  title: string
  category: Category
  /** The playbook that the issue's strongest trigger names. */
  playbookId: string
  closedBecause: string | null
  /** Counts people's changes; an undo made from an older version is refused. */
  version: number
}

/** What preflight is asked about. */
export interface Question {
  issue: IssueRow
  contact: ContactRow | null
  playbookId: string
  topic: string
  arm: Arm
  /** The message that is looked at again after it waited: it does not count against itself. */
  self: { interventionId: string; outboxId: number } | null
}

const CONTACT = 'id, name, email, time_zone AS timeZone, locale, consent'

export const contactsOf = (accountId: number) =>
  query<ContactRow>(`SELECT ${CONTACT} FROM contact WHERE account_id = ? ORDER BY id`, [accountId])

export const contactById = (id: number) => query<ContactRow>(`SELECT ${CONTACT} FROM contact WHERE id = ?`, [id])

export const issueById = (id: number) =>
  query<IssueRow>(
    `SELECT id, account_id AS accountId, state, title, category, playbook_id AS playbookId, closed_because AS closedBecause, version
     FROM issue WHERE id = ?`,
    [id],
  )

export const suppressionOf = (address: string) =>
  query<{ reason: string }>('SELECT reason FROM suppression WHERE address = ?', [address])

const signalsOf = (issueId: number, now: number) =>
  query<{ live: number; lastClearedAt: number | null }>(
    `SELECT count(*) FILTER (WHERE cleared_at IS NULL OR cleared_at > $now) AS live,
       max(cleared_at) FILTER (WHERE cleared_at <= $now) AS lastClearedAt
     FROM signal WHERE issue_id = $issue AND fired_at <= $now`,
    { issue: issueId, now },
  )

const openTickets = (accountId: number, now: number) =>
  query<{ n: number; since: number | null }>(
    `SELECT count(*) AS n, min(opened_at) AS since FROM object
     WHERE account_id = $account AND kind = 'ticket' AND opened_at <= $now
       AND (closed_at IS NULL OR closed_at > $now)`,
    { account: accountId, now },
  )

/**
 * When somebody last spoke with the account: a ticket opened or closed, or an event of kind `call`, `meeting` or `chat`.
 */
const lastContact = (accountId: number, from: number, now: number) =>
  query<{ what: string; at: number }>(
    `SELECT what, at FROM (
       SELECT 'ticket opened' AS what, opened_at AS at FROM object
         WHERE account_id = $account AND kind = 'ticket' AND opened_at BETWEEN $from AND $now
       UNION ALL
       SELECT 'ticket closed', closed_at FROM object
         WHERE account_id = $account AND kind = 'ticket' AND closed_at BETWEEN $from AND $now
       UNION ALL
       SELECT kind, at FROM event
         WHERE account_id = $account AND kind IN ('call', 'meeting', 'chat') AND at BETWEEN $from AND $now
     ) ORDER BY at DESC, what LIMIT 1`,
    { account: accountId, from, now },
  )

/**
 * Other messages to an address, over all playbooks: what left within the window, and what stands in line before
 * `before` and counts as leaving now. In line behind means not counted, or two messages would wait for each other.
 */
const otherSends = (address: string, from: number, now: number, before: number) =>
  query<{ at: number }>(
    `SELECT sent_at AS at FROM outbox
       WHERE recipient = $address AND state = 'sent' AND sent_at > $from AND sent_at <= $now AND id <> $before
     UNION ALL
     SELECT $now FROM outbox WHERE lane = $address AND id < $before AND state IN ('waiting', 'sending', 'unsure')`,
    { address, from, now, before },
  )

const duplicateOf = (issueId: number, playbookId: string, except: string) =>
  query<{ at: number | null }>(
    `SELECT max(exposed_at) AS at FROM intervention
     WHERE issue_id = ? AND playbook_id = ? AND recalled_at IS NULL AND id <> ?`,
    [issueId, playbookId, except],
  )

const zoneOf = (accountId: number) =>
  query<{ zone: string | null }>('SELECT time_zone AS zone FROM account WHERE id = ?', [accountId])

/** One spelling for each address, so that caps and lanes cannot be slipped past by a capital letter. */
export const laneOf = (address: string): string => address.trim().toLowerCase()

/** Reads everything that preflight decides on, as it is at `now`. */
export function gatherFacts(db: ReadDb, question: Question, now: number): { facts: Facts; guardrails: Guardrails } {
  const { issue, contact, self } = question
  const guardrails = guardrailsOf(db)
  const address = contact?.email?.trim() || null
  const signals = db.get(signalsOf(issue.id, now))
  const tickets = db.get(openTickets(issue.accountId, now))
  const contacted = db.get(lastContact(issue.accountId, now - guardrails.recentContactDays * DAY, now))
  const window = now - guardrails.frequencyCap.days * DAY
  const before = self?.outboxId ?? Number.MAX_SAFE_INTEGER
  const facts: Facts = {
    liveSignals: signals?.live ?? 0,
    lastClearedAt: signals?.lastClearedAt ?? null,
    issue: { state: issue.state, closedBecause: issue.closedBecause },
    arm: question.arm,
    recipient: contact
      ? { address, consent: contact.consent === null ? null : contact.consent === 1, timeZone: contact.timeZone }
      : null,
    topic: question.topic,
    accountTimeZone: db.get(zoneOf(issue.accountId))?.zone ?? null,
    suppression: (address && db.get(suppressionOf(address))) || null,
    otherSends: address ? db.all(otherSends(laneOf(address), window, now, before)).map(row => row.at) : [],
    openTickets: tickets?.n ?? 0,
    openTicketSince: tickets?.since ?? null,
    recentContact: contacted ?? null,
    duplicateAt: db.get(duplicateOf(issue.id, question.playbookId, self?.interventionId ?? ''))?.at ?? null,
  }
  return { facts, guardrails }
}
