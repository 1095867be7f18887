import { type SampleAnswers, sampleAnswersSchema, sampleConfigSchema } from '../../../shared/source/sample-config.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { accountIndex, COMPLAINT, provokedContacts, provokedTicket, sparedTickets } from '../../source/door.ts'
import { upsertBatch } from '../../sync/door.ts'

const ANSWERS = 'sample.answers'

/** What customers of the simulated shop did and left undone because somebody wrote to them. */
export const sampleAnswers = (read: ReadDb): SampleAnswers =>
  getSetting(read, ANSWERS, sampleAnswersSchema) ?? {
    spared: getSetting(read, BEFORE, sampleAnswersSchema.shape.spared) ?? [],
    provoked: [],
  }

/** Where samples that were made before messages caused contacts keep theirs. */
const BEFORE = 'sample.spared'

/**
 * How the simulated customers answer to what reached them at `at` (UTC ms): some of the tickets that were to come do not
 * come, and some write because of the message. The shop knows who was in which trouble; the console does not, and sees
 * tickets only.
 */
export async function letCustomersReply(read: ReadDb, writer: Writer, at: number): Promise<void> {
  const source = read.get(sampleSource)
  if (!source) return
  const shape = sampleConfigSchema.parse(JSON.parse(source.config))
  const reached = read.all(reachedAt(source.id, at))
  const spared = reached.flatMap(({ accountId, externalId, category }) => {
    const moments = sparedTickets(shape, accountIndex(externalId), category, at)
    return moments.length === 0 ? [] : read.all(ticketsAt(accountId, moments))
  })
  const provoked = reached.flatMap(({ externalId, subject, ...message }) =>
    provokedContacts(shape, accountIndex(externalId), { ...message, at })
      .filter(contact => contact.at <= shape.now)
      .map(contact => ({
        account: externalId,
        at: contact.at,
        subject: contact.isAbout ? `Re: ${subject}` : COMPLAINT,
      })),
  )
  if (spared.length + provoked.length === 0) return
  await writer.write('bulk', tx => {
    forget(
      tx,
      spared.map(({ id }) => id),
    )
    const rows = provoked.map((ticket, line) => ({ record: provokedTicket(shape, ticket), line, raw: '' }))
    upsertBatch(tx, source.id, source.slug, 'shop', rows, at)
    const before = sampleAnswers(tx)
    putSetting(tx, ANSWERS, {
      spared: [...before.spared, ...spared.map(({ externalId }) => externalId)],
      provoked: [...before.provoked, ...provoked],
    })
  })
}

function forget(tx: WriteDb, objects: readonly number[]): void {
  const ids = JSON.stringify(objects)
  tx.run(statement('DELETE FROM object_state WHERE object_id IN (SELECT value FROM json_each(?))', [ids]))
  tx.run(statement('DELETE FROM object WHERE id IN (SELECT value FROM json_each(?))', [ids]))
}

const sampleSource = query<{ id: number; slug: string; config: string }>(
  "SELECT id, slug, config FROM source WHERE kind = 'sample'",
)

const reachedAt = (sourceId: number, at: number) =>
  query<{ accountId: number; externalId: string; category: Category; playbookId: string; subject: string }>(
    `SELECT i.account_id AS accountId, k.external_id AS externalId, s.category, i.playbook_id AS playbookId,
       min(ifnull(o.payload ->> '$.subject', '')) AS subject
     FROM outbox o JOIN intervention i ON i.id = o.intervention_id JOIN issue s ON s.id = i.issue_id
       JOIN account_key k ON k.account_id = i.account_id AND k.source_id = ?
     WHERE o.state = 'sent' AND o.sent_at = ? GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4`,
    [sourceId, at],
  )

const ticketsAt = (accountId: number, moments: readonly number[]) =>
  query<{ id: number; externalId: string }>(
    `SELECT id, external_id AS externalId FROM object
     WHERE account_id = ? AND kind = 'ticket' AND opened_at IN (SELECT value FROM json_each(?))`,
    [accountId, JSON.stringify(moments)],
  )
