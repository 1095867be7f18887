import type { ReferencedMessages } from '../../shared/model/outcome.ts'
import { checkedReference, keysOfReference, referenceOf } from '../../shared/outbox/reference.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { saltOf } from '../cache/settings.ts'

type Referenced = ReferencedMessages['messages'][number]

const messagesBetween = (from: string, before: string) =>
  query<Referenced & { key: string }>(
    `SELECT o.key, o.id AS outboxId, o.intervention_id AS interventionId, o.issue_id AS issueId,
       o.account_id AS accountId, a.name AS accountName, json_extract(o.payload, '$.subject') AS subject, o.state,
       o.sent_at AS sentAt
     FROM outbox o JOIN account a ON a.id = o.account_id
     WHERE o.key >= ? AND o.key < ? AND o.kind = 'message' ORDER BY o.id`,
    [from, before],
  )

/** The messages that a reference code names, as a customer has read it out; seldom more than one. */
export function messagesOfReference(db: ReadDb, text: string): ReferencedMessages {
  const salt = saltOf(db)
  const code = checkedReference(salt, text)
  if (code === null) return { code: null, messages: [] }
  const { from, before } = keysOfReference(code)
  const found = db.all(messagesBetween(from, before)).filter(({ key }) => referenceOf(salt, key) === code)
  return { code, messages: found.map(({ key: _, ...message }) => message) }
}
