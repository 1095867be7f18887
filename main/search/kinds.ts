import { type Query, query } from '../cache/db.ts'

/** What can be found; its words are in `words_<kind>`. The place in the list is its number in `words_due`. */
export const KINDS = ['account', 'contact', 'object', 'issue', 'outbox', 'note'] as const
export type Kind = (typeof KINDS)[number]

/** A row with all that it is found by. */
export interface Worded {
  id: number
  text: string
}

/** Texts of each kind. An account that went into another one is found still; one that is being erased is not. */
const TEXTS: Record<Kind, string> = {
  account: `SELECT a.id, concat_ws(' ', a.name, a.external_ref, a.domain, a.email,
      (SELECT group_concat(k.external_id, ' ') FROM account_key k WHERE k.account_id = a.id)) AS text
    FROM account a WHERE a.merged_into IS NOT a.id AND a.id`,
  contact: "SELECT id, concat_ws(' ', name, email) AS text FROM contact WHERE id",
  object: `SELECT id, concat_ws(' ', external_id, properties ->> '$.subject', properties ->> '$.title',
      properties ->> '$.name', properties ->> '$.number', properties ->> '$.tracking_number') AS text FROM object WHERE id`,
  issue: 'SELECT id, title AS text FROM issue WHERE id',
  outbox: `SELECT id, concat_ws(' ', recipient, payload ->> '$.to.name', payload ->> '$.subject') AS text FROM outbox WHERE id`,
  note: 'SELECT id, text FROM note WHERE withdrawn_at IS NULL AND id',
}

/** The texts of some rows; a row that is gone has none. */
export const textsOf = (kind: Kind, ids: readonly number[]): Query<Worded> =>
  query(`${TEXTS[kind]} IN (SELECT value FROM json_each(?))`, [JSON.stringify(ids)])

/** The ids after one, in order. */
export const idsAfter = (kind: Kind, after: number, limit: number): Query<{ id: number }> =>
  query(`SELECT id FROM ${kind} WHERE id > ? ORDER BY id LIMIT ?`, [after, limit])
