import { z } from 'zod'
import type { DoubtfulTicket } from '../../shared/model/outcome.ts'
import { ok } from '../../shared/result.ts'
import { query, type ReadDb, statement } from '../cache/db.ts'
import { defineCommand } from '../cache/journal.ts'
import { rowOf, uidOf } from '../cache/uid.ts'

const authorSchema = z.enum(['customer', 'automatic']).nullable()

const judgedOf = (id: number) =>
  query<{ judged: 'customer' | 'automatic' | null; account: number }>(
    'SELECT author_judged AS judged, account_id AS account FROM object WHERE id = ?',
    [id],
  )

/** A person says whether a ticket that looks like an automatic answer is one. `author` null: nobody has said. */
export const judgeTicket = defineCommand({
  name: 'outcome.judgeTicket',
  args: z.object({ ticket: uidOf('ticket'), author: authorSchema }),
  apply: (tx, { ticket, author }) => {
    const row = rowOf(tx, 'ticket', ticket)
    if (!row.ok) return row
    const before = tx.get(judgedOf(row.value))?.judged ?? null
    tx.run(statement('UPDATE object SET author_judged = ? WHERE id = ?', [author, row.value]))
    return ok({ value: null, undo: { command: 'outcome.judgeTicket', args: { ticket, author: before } } })
  },
})

const doubtful = (interventionId: string, now: number) =>
  query<DoubtfulTicket>(
    `SELECT o.id, o.opened_at AS openedAt, json_extract(o.properties, '$.subject') AS subject
     FROM intervention i JOIN outcome c ON c.intervention_id = i.id
       CROSS JOIN object o INDEXED BY object_unsure ON o.account_id = i.account_id
     WHERE i.id = $interventionId AND o.author = 'unsure' AND o.author_judged IS NULL AND o.kind = 'ticket'
       AND o.opened_at > i.exposed_at AND o.opened_at <= min(c.window_ends_at, $now) ORDER BY o.opened_at, o.id LIMIT 1`,
    { interventionId, now },
  )

/** The first ticket within an outcome's window that a person has to look at before it counts; null for none. */
export const doubtfulTicket = (db: ReadDb, interventionId: string, now: number): DoubtfulTicket | null =>
  db.get(doubtful(interventionId, now)) ?? null
