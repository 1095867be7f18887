import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  type ToldTicket,
  type TopicCard,
  type TopicRules,
  type TopicsView,
  topicCardSchema,
} from '../../../shared/predict/ticket-topics.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { readStored } from '../../cache/stored.ts'
import type { TicketTopic } from './tell.ts'
import { topicRules } from './topic-commands.ts'

/** What was found out about a ticket. */
export interface ToldRow extends TicketTopic {
  id: number
}

const newestTopicModel = query<{ id: number; trainedAt: number; card: string; isKept: number }>(
  `SELECT id, trained_at AS trainedAt, card, body IS NOT NULL AS isKept FROM topic_model ORDER BY id DESC LIMIT 1`,
)

/** The model whose words are kept; null where none was good enough, its words were taken away, the tags are others now, or its card cannot be read. */
export function topicModelInUse(db: ReadDb, rules: TopicRules): { id: number; card: TopicCard } | null {
  const row = db.get(newestTopicModel)
  if (!row?.isKept) return null
  const { value: card } = readStored(topicCardSchema, row.card)
  return card?.property === rules.property ? { id: row.id, card } : null
}

const bodyOf = (id: number) => query<{ body: string | null }>('SELECT body FROM topic_model WHERE id = ?', [id])
/** The words and weights of a model. */
export const topicBodyOf = (db: ReadDb, id: number): string | null => db.get(bodyOf(id))?.body ?? null

const erasures = query<{ begun: number; open: number }>(
  'SELECT count(*) AS begun, count(*) FILTER (WHERE ended_at IS NULL) AS open FROM erasure',
)

/** How many erasures were begun, and how many have not ended: no words are learned while a person is being taken away. */
export const erasuresSoFar = (db: ReadDb) => db.get(erasures) ?? { begun: 0, open: 0 }

/**
 * Keeps a model, in the place of the one before; its words only where it is good enough. Keeps nothing where an erasure
 * began after `begun` had: the words may be those of that person.
 */
export function keepTopicModel(
  tx: WriteDb,
  { card, body, trainedAt, begun }: { card: TopicCard; body: string; trainedAt: number; begun: number },
): boolean {
  if (erasuresSoFar(tx).begun !== begun) return false
  tx.run(statement('UPDATE topic_model SET body = NULL WHERE body IS NOT NULL'))
  tx.run(
    statement('INSERT INTO topic_model (trained_at, card, body) VALUES (?, ?, ?)', [
      ...[trainedAt, JSON.stringify(card)],
      card.usable ? body : null,
    ]),
  )
  return true
}

const TOLD_KEY = 'ticket_topics_told'
const toldSchema = z.object({ by: z.string() })

/** What all tickets were told by; null while a pass over them has not come to its end. */
export const toldBy = (db: ReadDb): string | null => getSetting(db, TOLD_KEY, toldSchema)?.by ?? null
export const rememberToldBy = (tx: WriteDb, by: string): void => putSetting(tx, TOLD_KEY, { by })

/** Names rules and model: with others, every ticket is told again. */
export const toldMark = (rules: TopicRules, model: number | null): string =>
  createHash('sha256')
    .update(JSON.stringify([rules, model]))
    .digest('base64url')

const untold = (limit: number) =>
  query<{ id: number }>('SELECT object_id AS id FROM ticket_untold ORDER BY object_id LIMIT ?', [limit])

/** Whether a ticket came or changed that nobody has looked at. */
export const anyUntold = (db: ReadDb): boolean => db.get(untold(1)) !== undefined

/** Takes some tickets to be looked at: one that changes from now on is looked at again. */
export function claimUntold(tx: WriteDb, limit: number): number[] {
  const ids = tx.all(untold(limit)).map(({ id }) => id)
  tx.run(
    statement('DELETE FROM ticket_untold WHERE object_id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]),
  )
  return ids
}

/** Before all tickets are looked at, those that wait need no turn of their own. */
export const claimAllUntold = (tx: WriteDb): void => {
  tx.run(statement('DELETE FROM ticket_untold'))
}

/** Writes what was found out; a ticket that is gone meanwhile is left out, one that says the same is not touched. */
export function writeTold(tx: WriteDb, rows: readonly ToldRow[]): void {
  tx.run(
    statement(
      `INSERT INTO ticket_topic (object_id, topic, category, sureness, told_by)
       SELECT o.id, j.value ->> 'topic', j.value ->> 'category', j.value ->> 'sureness', j.value ->> 'toldBy'
       FROM json_each(?) j CROSS JOIN object o ON o.id = j.value ->> 'id' WHERE true
       ON CONFLICT DO UPDATE SET topic = excluded.topic, category = excluded.category, sureness = excluded.sureness,
         told_by = excluded.told_by
       WHERE (topic, category, sureness, told_by)
         IS NOT (excluded.topic, excluded.category, excluded.sureness, excluded.told_by)`,
      [JSON.stringify(rows)],
    ),
  )
}

const counts = query<{ told_by: string; known: number; n: number }>(
  'SELECT told_by, topic IS NOT NULL AS known, count(*) AS n FROM ticket_topic GROUP BY 1, 2',
)
const waiting = query<{ n: number }>('SELECT count(*) AS n FROM ticket_untold')

const cardOf = (text: string) => {
  const { value: card, unreadable } = readStored(topicCardSchema, text)
  return { card, unreadable }
}

/** The rules, the newest model and how many tickets are told by what. */
export function topicsView(db: ReadDb): TopicsView {
  const rules = topicRules(db)
  const row = db.get(newestTopicModel)
  const all = db.all(counts)
  const of = (by: string, known?: number) =>
    all
      .filter(one => one.told_by === by && (known === undefined || one.known === known))
      .reduce((sum, { n }) => sum + n, 0)
  return {
    rules,
    model: row
      ? {
          trainedAt: row.trainedAt,
          ...cardOf(row.card),
          inUse: rules !== null && topicModelInUse(db, rules)?.id === row.id,
        }
      : null,
    counts: {
      ...{ tag: of('tag'), text: of('text', 1), unsure: of('text', 0) },
      waiting: db.get(waiting)?.n ?? 0,
    },
  }
}

const listed = (limit: number, offset: number, onlyUnsure: boolean) =>
  query<ToldTicket>(
    `SELECT o.id, o.account_id AS accountId, a.name AS accountName, o.opened_at AS openedAt,
       json_extract(o.properties, '$.subject') AS subject, t.topic, t.category, t.sureness, t.told_by AS toldBy
     FROM ticket_topic t CROSS JOIN object o ON o.id = t.object_id CROSS JOIN account a ON a.id = o.account_id
     ${onlyUnsure ? "WHERE t.told_by = 'text' AND t.topic IS NULL" : ''}
     ORDER BY t.object_id DESC LIMIT ? OFFSET ?`,
    [limit, offset],
  )

/** Tickets and what they are about, those that came last first. */
export const listToldTickets = (
  db: ReadDb,
  { limit, offset, unsure }: { limit: number; offset: number; unsure: boolean },
): ToldTicket[] => db.all(listed(limit, offset, unsure))
