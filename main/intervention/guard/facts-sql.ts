import type { ApprovalAnswer } from '../../../shared/intervention/approval.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { query } from '../../cache/db.ts'

// Each takes a JSON list and gives the rows of all its members at once. CROSS JOIN keeps the list outermost, so that every
// step behind it is a look-up in an index.

/** What is known of an issue's signals: how many hold, and when the last one cleared. */
export const signalsOf = (issues: string, now: number) =>
  query<{ issueId: number; live: number; lastClearedAt: number | null }>(
    `SELECT s.issue_id AS issueId, count(*) FILTER (WHERE s.cleared_at IS NULL OR s.cleared_at > $now) AS live,
       max(s.cleared_at) FILTER (WHERE s.cleared_at <= $now) AS lastClearedAt
     FROM json_each($issues) k CROSS JOIN signal s ON s.issue_id = k.value AND s.fired_at <= $now GROUP BY k.value`,
    { issues, now },
  )

/** Issues whose trouble a playbook was measured to make likelier, by the triggers that hold. */
export const harmsOf = (issues: string) =>
  query<{ issueId: number; playbookId: string; low: number; high: number; starts: number }>(
    `SELECT DISTINCT k.value AS issueId, t.playbook_id AS playbookId, t.low, t.high, t.treated + t.control AS starts
     FROM json_each(?) k CROSS JOIN signal s ON s.issue_id = k.value AND s.cleared_at IS NULL
       CROSS JOIN treatability t ON t.trigger_id = s.trigger_id
     WHERE t.high < 0 ORDER BY t.high`,
    [issues],
  )

export const zonesOf = (accounts: string) =>
  query<{ id: number; zone: string | null }>(
    'SELECT a.id, a.time_zone AS zone FROM json_each(?) k CROSS JOIN account a ON a.id = k.value',
    [accounts],
  )

/**
 * Tickets by which an account contacted us up to `now`: how many are open, since when (null: since nobody knows when),
 * and the last opening and closing.
 */
export const ticketsOf = (accounts: string, now: number) =>
  query<{ accountId: number; open: number; since: number | null; opened: number | null; closed: number | null }>(
    `SELECT o.account_id AS accountId, count(*) FILTER (WHERE o.closed_at IS NULL OR o.closed_at > $now) AS open,
       min(o.opened_at) FILTER (WHERE o.closed_at IS NULL OR o.closed_at > $now) AS since, max(o.opened_at) AS opened,
       max(o.closed_at) FILTER (WHERE o.closed_at <= $now) AS closed
     FROM json_each($accounts) k CROSS JOIN object o
       ON o.account_id = k.value AND ${THEIRS} AND (o.opened_at IS NULL OR o.opened_at <= $now) GROUP BY k.value`,
    { accounts, now },
  )

/** The last talk of each kind with an account within a span. */
export const talksOf = (accounts: string, from: number, now: number) =>
  query<{ accountId: number; what: string; at: number }>(
    `SELECT e.account_id AS accountId, e.kind AS what, max(e.at) AS at
     FROM json_each($accounts) k CROSS JOIN event e
       ON e.account_id = k.value AND e.kind IN ('call', 'meeting', 'chat') AND e.at BETWEEN $from AND $now
     GROUP BY k.value, e.kind`,
    { accounts, from, now },
  )

/** Contacts with one of these addresses, in any account; capitals make no difference. */
export const contactsAt = (addresses: string) =>
  query<{ id: number; email: string; consent: number | null }>(
    `SELECT DISTINCT c.id, c.email, c.consent FROM json_each(?) k CROSS JOIN contact c
       ON c.email IS NOT NULL AND c.email = k.value COLLATE NOCASE`,
    [addresses],
  )

export const consentsOf = (contacts: string) =>
  query<{ contactId: number; topic: string; agreed: number }>(
    `SELECT c.contact_id AS contactId, c.topic, c.agreed FROM json_each(?) k CROSS JOIN consent c ON c.contact_id = k.value`,
    [contacts],
  )

/** Entries of the suppression list among addresses and domains. */
export const suppressionsOf = (entries: string) =>
  query<{ address: string; reason: string }>(
    'SELECT s.address, s.reason FROM json_each(?) k CROSS JOIN suppression s ON s.address = k.value',
    [entries],
  )

/** A message that left within the window, stands in line, is leaving, or may have left. `sentAt` is null unless it left. */
export interface OtherSend {
  id: number
  sentAt: number | null
  waiting: number
  lane: string
  contactId: number | null
}

// What a person gave up may have left anyway: it kept the moment of that word (`outbox.settle`).
const MAY_HAVE_LEFT = "('sent', 'cancelled')"

/** What left, or may have left, to these addresses within the window. */
export const sentTo = (addresses: string, from: number, now: number) =>
  query<OtherSend>(
    `SELECT o.id, o.sent_at AS sentAt, 0 AS waiting, k.value AS lane, NULL AS contactId
     FROM json_each($addresses) k CROSS JOIN outbox o INDEXED BY outbox_recipient
       ON o.recipient = k.value AND o.sent_at > $from AND o.sent_at <= $now
     WHERE o.state IN ${MAY_HAVE_LEFT} AND o.kind = 'message'`,
    { addresses, from, now },
  )

/** What stands in line for these addresses. */
export const inLine = (addresses: string) =>
  query<OtherSend>(
    `SELECT o.id, NULL AS sentAt, o.state = 'waiting' AS waiting, k.value AS lane, NULL AS contactId
     FROM json_each(?) k CROSS JOIN outbox o INDEXED BY outbox_waiting
       ON o.lane = k.value AND o.state IN ('waiting', 'sending', 'unsure')
     WHERE o.kind = 'message'`,
    [addresses],
  )

/** The same for whole accounts, whatever channel and address was used: how other addresses of one person are found. */
export const sendsOfAccounts = (accounts: string, from: number, now: number) =>
  query<OtherSend & { accountId: number }>(
    `SELECT o.id, o.sent_at AS sentAt, 0 AS waiting, o.lane, i.contact_id AS contactId, o.account_id AS accountId
     FROM json_each($accounts) k CROSS JOIN outbox o INDEXED BY outbox_account
         ON o.account_id = k.value AND o.sent_at > $from AND o.sent_at <= $now
       CROSS JOIN intervention i ON i.id = o.intervention_id
     WHERE o.state IN ${MAY_HAVE_LEFT} AND o.kind = 'message'
     UNION ALL
     SELECT o.id, NULL, o.state = 'waiting', o.lane, i.contact_id, o.account_id
     FROM json_each($accounts) k CROSS JOIN outbox o INDEXED BY outbox_account
         ON o.account_id = k.value AND o.sent_at IS NULL
       CROSS JOIN intervention i ON i.id = o.intervention_id
     WHERE o.state IN ('waiting', 'sending', 'unsure') AND o.kind = 'message'`,
    { accounts, from, now },
  )

/** Playbooks that were started for an issue and not taken back. */
export const startsOf = (issues: string) =>
  query<{ issueId: number; playbookId: string; id: string; at: number }>(
    `SELECT i.issue_id AS issueId, i.playbook_id AS playbookId, i.id, i.exposed_at AS at
     FROM json_each(?) k CROSS JOIN intervention i INDEXED BY intervention_issue
       ON i.issue_id = k.value WHERE i.recalled_at IS NULL`,
    [issues],
  )

/** The request for approval of a message that is queued. */
export const approvalsOf = (messages: string) =>
  query<{ id: number; reasons: string; said: ApprovalAnswer | null; by: string | null; at: number | null }>(
    `SELECT outbox_id AS id, reasons, answer AS said, answered_by AS "by", answered_at AS at
     FROM json_each(?) k CROSS JOIN approval p ON p.outbox_id = k.value`,
    [messages],
  )

export const valuesOf = (issues: string) =>
  query<{ id: number; minor: number; currency: string }>(
    'SELECT s.id, s.value_minor AS minor, s.currency FROM json_each(?) k CROSS JOIN issue s ON s.id = k.value',
    [issues],
  )

export const approvedVersions = query<{ id: string; version: number }>(
  'SELECT id, approved_version AS version FROM playbook',
)

/** Among these interventions, those of which a person approved a message. */
export const approvedBefore = (interventions: string) =>
  query<{ id: string }>(
    `SELECT DISTINCT k.value AS id FROM json_each(?) k CROSS JOIN outbox o ON o.intervention_id = k.value
       CROSS JOIN approval p ON p.outbox_id = o.id WHERE p.answer = 'approved'`,
    [interventions],
  )
