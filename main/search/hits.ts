import type { Hit } from '../../shared/model/search.ts'
import { type Query, query, type ReadDb } from '../cache/db.ts'
import type { Kind } from './kinds.ts'

/** The account that a row belongs to today: one that went into another is found by its old name. */
const TODAY = 'coalesce(a.merged_into, a.id)'
const own = (columns: string, from: string) =>
  `SELECT ${columns}, ${TODAY} AS accountId FROM json_each(?) j CROSS JOIN ${from}`

const ROWS: Record<Kind, string> = {
  account: `SELECT DISTINCT 'account' AS kind, b.id, b.id AS accountId, b.name AS title,
      CASE WHEN a.id <> b.id THEN 'Account, once ' || a.name ELSE concat_ws(' · ', 'Account', b.plan) END AS detail
    FROM json_each(?) j CROSS JOIN account a ON a.id = j.value CROSS JOIN account b ON b.id = ${TODAY}`,
  contact: own(
    `'contact' AS kind, c.id, coalesce(nullif(c.name, ''), c.email, c.external_id) AS title,
     concat_ws(' · ', nullif(c.email, ''), a.name) AS detail`,
    'contact c ON c.id = j.value CROSS JOIN account a ON a.id = c.account_id',
  ),
  object: own(
    `'object' AS kind, o.id, concat_ws(' ', upper(substr(o.kind, 1, 1)) || replace(substr(o.kind, 2), '_', ' '),
       coalesce(o.properties ->> '$.subject', o.external_id)) AS title,
     concat_ws(' · ', iif(o.properties ->> '$.subject' IS NULL, NULL, o.external_id), replace(o.state, '_', ' '), a.name) AS detail`,
    'object o ON o.id = j.value CROSS JOIN account a ON a.id = o.account_id',
  ),
  issue: own(
    `'issue' AS kind, i.id, i.title, iif(i.state = 'closed', a.name || ' · closed', a.name) AS detail`,
    'issue i ON i.id = j.value CROSS JOIN account a ON a.id = i.account_id',
  ),
  outbox: own(
    `'message' AS kind, m.id, coalesce(nullif(m.payload ->> '$.subject', ''), m.recipient) AS title,
     concat_ws(' · ', 'to ' || m.recipient, m.state, a.name) AS detail`,
    'outbox m ON m.id = j.value CROSS JOIN account a ON a.id = m.account_id',
  ),
  note: own(
    `'note' AS kind, n.id, iif(length(n.text) > 80, substr(n.text, 1, 79) || '…', n.text) AS title,
     concat_ws(' · ', 'note by ' || n.author, a.name) AS detail`,
    'note n ON n.id = j.value CROSS JOIN account a ON a.id = n.account_id',
  ),
}

const rows = (kind: Kind, ids: readonly number[]): Query<Hit> => query(ROWS[kind], [JSON.stringify(ids)])

/** Rows of one kind as a person reads them. */
export const found = (db: ReadDb, kind: Kind, ids: readonly number[]): Hit[] =>
  ids.length === 0 ? [] : db.all(rows(kind, ids))

const pressing = (accounts: string, limit: number): Query<Hit> =>
  query(
    `SELECT 'issue' AS kind, i.id, i.account_id AS accountId, i.title, a.name AS detail
     FROM json_each(?) j CROSS JOIN issue i INDEXED BY issue_one_open ON i.account_id = j.value
       CROSS JOIN account a ON a.id = i.account_id
     WHERE i.state <> 'closed' ORDER BY i.priority DESC, i.id LIMIT ?`,
    [accounts, limit],
  )

/** Issues of some accounts that are not over, most pressing first. */
export const openIssuesOf = (db: ReadDb, accounts: readonly number[], limit: number): Hit[] =>
  db.all(pressing(JSON.stringify(accounts), limit))
