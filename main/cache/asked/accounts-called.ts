import { query } from '../db.ts'

/** The last text that still begins with `prefix`, for a range of the index on names. */
const after = (prefix: string): string => `${prefix}\u{10FFFF}`

/** Accounts whose name begins with a text, in the order of their names: a range of account_name. */
export const accountsBeginning = (text: string, limit: number) =>
  query<{ id: number; name: string }>(
    `SELECT id, name FROM account INDEXED BY account_name
     WHERE name COLLATE NOCASE >= ? AND name COLLATE NOCASE < ? AND merged_into IS NULL ORDER BY name COLLATE NOCASE LIMIT ?`,
    [text, after(text), limit],
  )
