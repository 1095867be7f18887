import { type Query, query } from '../../cache/db.ts'

const MOST = 100
const REF = 'i.id AS issueId, i.account_id AS accountId, a.name AS accountName, i.title'

/** Open issues that a person has, in order of priority. */
export const assignedTo = (
  me: string,
): Query<{ issueId: number; accountId: number; accountName: string; title: string; dueAt: number | null }> =>
  query(
    `SELECT ${REF}, i.due_at AS dueAt FROM issue i INDEXED BY issue_queue_claim JOIN account a ON a.id = i.account_id
     WHERE i.state = 'open' AND i.claimed_by = ? ORDER BY i.priority DESC, i.id LIMIT ${MOST}`,
    [me],
  )

interface MentionRow {
  issueId: number | null
  accountId: number
  accountName: string
  title: string | null
  noteId: number
  author: string
  at: number
  text: string
}
/** Notes of others that mention a person and that they have not marked as seen, the newest first. */
export const unseenMentions = (me: string): Query<MentionRow> =>
  query(
    `SELECT n.issue_id AS issueId, n.account_id AS accountId, a.name AS accountName, i.title, n.id AS noteId, n.author, n.at, n.text
     FROM mention m INDEXED BY mention_unseen CROSS JOIN note n ON n.id = m.note_id JOIN account a ON a.id = n.account_id
       LEFT JOIN issue i ON i.id = n.issue_id
     WHERE m.actor = ? AND m.seen_at IS NULL AND n.withdrawn_at IS NULL AND n.author <> m.actor
     ORDER BY n.at DESC, n.id DESC LIMIT ${MOST}`,
    [me],
  )

/** Issues that a person snoozed and that returned since, the newest first. */
export const returnedTo = (
  me: string,
): Query<{ issueId: number; accountId: number; accountName: string; title: string; returned: string }> =>
  query(
    `SELECT ${REF}, i.returned FROM issue i INDEXED BY issue_returned JOIN account a ON a.id = i.account_id
     WHERE i.returned IS NOT NULL AND i.returned ->> '$.by' = ? AND i.state = 'open'
     ORDER BY i.returned ->> '$.at' DESC, i.id LIMIT ${MOST}`,
    [me],
  )

interface WatchRow {
  issueId: number | null
  accountId: number
  accountName: string
  title: string | null
  signals: number
  issues: number
  tickets: number
  notes: number
  closed: number
}
/** What changed about what a person watches since they looked last, up to `now`; what did not change is left out. */
export const watchedChanges = (me: string, now: number): Query<WatchRow> =>
  query(
    `SELECT w.issue_id AS issueId, w.account_id AS accountId, a.name AS accountName, i.title,
       (SELECT count(*) FROM signal s INDEXED BY signal_issue
         WHERE s.issue_id = w.issue_id AND s.fired_at > w.seen_at AND s.fired_at <= @now) AS signals,
       iif(w.issue_id IS NULL, (SELECT count(*) FROM issue o INDEXED BY issue_account
         WHERE o.account_id = w.account_id AND o.opened_at > w.seen_at AND o.opened_at <= @now), 0) AS issues,
       iif(w.issue_id IS NULL, (SELECT count(*) FROM object t INDEXED BY object_account
         WHERE t.account_id = w.account_id AND t.kind = 'ticket' AND t.opened_at > w.seen_at AND t.opened_at <= @now), 0) AS tickets,
       (SELECT count(*) FROM note n INDEXED BY note_account WHERE n.account_id = w.account_id AND n.at > w.seen_at
         AND n.author <> @me AND n.withdrawn_at IS NULL AND (w.issue_id IS NULL OR n.issue_id = w.issue_id)) AS notes,
       ifnull(i.closed_at > w.seen_at, 0) AS closed
     FROM watch w INDEXED BY watch_actor JOIN account a ON a.id = w.account_id LEFT JOIN issue i ON i.id = w.issue_id
     WHERE w.actor = @me AND (signals > 0 OR issues > 0 OR tickets > 0 OR notes > 0 OR closed)
     ORDER BY a.name COLLATE NOCASE, w.id LIMIT ${MOST}`,
    { me, now },
  )
