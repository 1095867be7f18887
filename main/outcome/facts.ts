import { mayBeAbout, THEIRS } from '../cache/asked/tickets.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { INDUCED_WITHIN, type InducedBy, inducedBy, type LaterTicket, type SentMessage } from './induced.ts'

const ticketsWithin = (account: number, category: string, after: number, until: number) =>
  query<LaterTicket & { fits: 0 | 1 }>(
    `SELECT o.opened_at AS openedAt, o.properties, ${mayBeAbout('$category')} AS fits FROM object o
     WHERE o.account_id = $account AND ${THEIRS} AND o.opened_at > $after AND o.opened_at <= $until
     ORDER BY o.opened_at, o.id`,
    { account, category, after, until },
  )

const firstTicket = (account: number, after: number, until: number) =>
  query<{ at: number | null }>(
    `SELECT min(o.opened_at) AS at FROM object o
     WHERE o.account_id = $account AND ${THEIRS} AND o.opened_at > $after AND o.opened_at <= $until`,
    { account, after, until },
  )

/** When an account contacts us next after a moment, UTC ms; null where it does not by `until`. */
export const nextContact = (db: ReadDb, account: number, after: number, until: number): number | null =>
  db.get(firstTicket(account, after, until))?.at ?? null

const messagesSince = (account: number, from: number) =>
  query<SentMessage>(
    `SELECT o.intervention_id AS interventionId, o.key, o.provider_id AS providerId, o.sent_at AS sentAt,
       json_extract(o.payload, '$.subject') AS subject
     FROM outbox o INDEXED BY outbox_account
     WHERE o.account_id = ? AND o.sent_at >= ? AND o.state = 'sent' AND o.kind = 'message'`,
    [account, from],
  )

/** When an account first contacted us about its trouble, and about a message of the intervention. UTC ms. */
export interface Contacts {
  contactedAt: number | null
  inducedAt: number | null
  inducedBy: InducedBy | null
}

/**
 * Contacts of an account after the start of an intervention, told apart by what they are about. A ticket that is told to be
 * about another category is no contact about this trouble.
 */
export function contactsWithin(
  db: ReadDb,
  { id, accountId, category, exposedAt }: { id: string; accountId: number; category: string; exposedAt: number },
  until: number,
  salt: string,
): Contacts {
  const found: Contacts = { contactedAt: null, inducedAt: null, inducedBy: null }
  const tickets = db.all(ticketsWithin(accountId, category, exposedAt, until))
  if (tickets.length === 0) return found
  const messages = db.all(messagesSince(accountId, exposedAt - INDUCED_WITHIN))
  for (const ticket of tickets) {
    const induced = inducedBy(ticket, messages, salt)
    // A contact about another intervention's message is about neither this trouble nor this message.
    if (!induced && ticket.fits) found.contactedAt ??= ticket.openedAt
    if (induced?.message.interventionId === id && found.inducedAt === null) {
      found.inducedAt = ticket.openedAt
      found.inducedBy = induced.by
    }
  }
  return found
}

const firstChurn = (accountId: number, after: number, until: number) =>
  query<{ at: number | null }>(
    `SELECT min(at) AS at FROM event WHERE account_id = ? AND kind IN ('churn', 'churned') AND at > ? AND at <= ?`,
    [accountId, after, until],
  )

/** When an account left, by the first event that says so; null where none does. */
export const churnedWithin = (db: ReadDb, account: number, after: number, until: number): number | null =>
  db.get(firstChurn(account, after, until))?.at ?? null

const clearedBy = (issueId: number, at: number) =>
  query<{ cleared: number | null; live: number }>(
    `SELECT max(s.cleared_at) AS cleared, count(*) FILTER (WHERE s.cleared_at IS NULL OR s.cleared_at > $at) AS live
     FROM signal s WHERE s.issue_id = $issueId AND s.fired_at <= $at`,
    { issueId, at },
  )

/** When the trouble of an issue was over, if it was before a message left; null otherwise. */
export function clearedBefore(db: ReadDb, issueId: number, sentAt: number | null): number | null {
  if (sentAt === null) return null
  const row = db.get(clearedBy(issueId, sentAt))
  return row && row.live === 0 ? row.cleared : null
}

const refused = (interventionId: string) =>
  query<{ refused: number; open: number }>(
    // What a check refused is in the ledger of unsent messages; the rest was turned down by the receiving side.
    `SELECT count(*) FILTER (WHERE o.state = 'refused' AND o.attempts > 0 AND NOT EXISTS (SELECT 1 FROM unsent u
         WHERE u.account_id = o.account_id AND u.intervention_id = o.intervention_id AND u.step = o.step)) AS refused,
       count(*) FILTER (WHERE o.state IN ('waiting', 'held', 'sending', 'unsure')) AS open
     FROM outbox o WHERE o.intervention_id = ? AND o.kind = 'message'`,
    [interventionId],
  )

/** Whether the receiving side refused every message of an intervention, and none is under way. */
export function isUnreachable(db: ReadDb, interventionId: string): boolean {
  const row = db.get(refused(interventionId))
  return row !== undefined && row.refused > 0 && row.open === 0
}
