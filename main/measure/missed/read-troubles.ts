import type { Period } from '../../../shared/period.ts'
import { CATEGORIES, type Category } from '../../../shared/vocabulary.ts'
import { THEIRS, TOLD_CATEGORY } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { bounds } from '../cohort/read-starts.ts'

/** A ticket by which an account contacted us, or its cancellation. `at` in UTC ms. */
export interface Trouble {
  kind: 'ticket' | 'cancellation'
  at: number
  accountId: number
  accountName: string
  subject: string | null
  /** What the ticket is told to be about; null where nothing tells. */
  category: Category | null
}

type TroubleRow = Omit<Trouble, 'category'> & { category: string | null }

const ticketsIn = (period: Period) =>
  query<TroubleRow>(
    `SELECT 'ticket' AS kind, o.opened_at AS at, a.id AS accountId, a.name AS accountName,
       o.properties ->> '$.subject' AS subject, ${TOLD_CATEGORY} AS category
     FROM account a CROSS JOIN object o INDEXED BY object_account
       ON o.account_id = a.id AND o.kind = 'ticket' AND o.opened_at >= $from AND o.opened_at < $to
     WHERE a.merged_into IS NULL AND ${THEIRS} ORDER BY o.opened_at, o.id`,
    bounds(period),
  )

const cancellationsIn = (period: Period) =>
  query<TroubleRow>(
    `SELECT 'cancellation' AS kind, churned_at AS at, id AS accountId, name AS accountName, NULL AS subject,
       NULL AS category
     FROM account WHERE churned_at >= $from AND churned_at < $to AND merged_into IS NULL ORDER BY churned_at, id`,
    bounds(period),
  )

const categoryOf = (word: string | null): Category | null => CATEGORIES.find(category => category === word) ?? null

/** Every ticket and cancellation of a period, up to now. */
export function readTroubles(db: ReadDb, period: Period, now: number): Trouble[] {
  const until = { ...period, to: Math.min(period.to ?? Number.MAX_SAFE_INTEGER, now + 1) }
  return [...db.all(ticketsIn(until)), ...db.all(cancellationsIn(until))].map(row => ({
    ...row,
    category: categoryOf(row.category),
  }))
}
