import { query, type ReadDb } from '../../cache/db.ts'
import { WEEK, type WeekSpan } from './weeks.ts'

/** So many accounts were customers for the whole weeks from `from` up to `to`, by their place in a span of weeks. */
export interface PresentSpan {
  from: number
  to: number
  accounts: number
}

/** An account is there from its sign-up until it leaves, as far as its weeks are whole; always where neither is known. */
const present = ({ begin, length }: WeekSpan) =>
  query<PresentSpan>(
    `SELECT iif(signed_up_at > $begin, (signed_up_at - $begin + $week - 1) / $week, 0) AS "from",
       min($length, iif(churned_at IS NULL, $length, max(churned_at - $begin, 0) / $week)) AS "to",
       count(*) AS accounts
     FROM account WHERE merged_into IS NULL GROUP BY 1, 2`,
    // Whole numbers: better-sqlite3 binds others, and SQLite would divide without rounding.
    { begin: BigInt(begin), length: BigInt(length), week: BigInt(WEEK) },
  )

/** How long all accounts of the workspace were customers, counted where they are stored. */
export const presentSpans = (db: ReadDb, span: WeekSpan): PresentSpan[] => db.all(present(span))
