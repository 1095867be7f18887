import { query, type ReadDb } from '../../cache/db.ts'

/** A ticket with what is known of its source. */
interface TicketRow {
  kind: string
  externalId: string
  source: string
  sourceKind: string
  config: string
}

const newest = (account: number, now: number) =>
  query<TicketRow>(
    `SELECT o.kind, o.external_id AS externalId, s.name AS source, s.kind AS sourceKind, s.config
     FROM object o INDEXED BY object_account JOIN source s ON s.id = o.source_id
     WHERE o.account_id = @account AND o.kind = 'ticket' AND (o.opened_at IS NULL OR o.opened_at <= @now)
     ORDER BY o.closed_at IS NOT NULL AND o.closed_at <= @now, o.opened_at DESC, o.id DESC LIMIT 1`,
    { account, now },
  )

/** The ticket of an account that is looked for first: the newest open one, else the newest; undefined where none is. */
export const newestTicket = (db: ReadDb, account: number, now: number): TicketRow | undefined =>
  db.all(newest(account, now))[0]
