import { z } from 'zod'
import { sampleConfigSchema } from '../../../shared/source/sample-config.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { accountIndex, sparedTickets } from '../../source/door.ts'

const SPARED = 'sample.spared'

/** Ids of the tickets that customers of the simulated shop did not open because somebody wrote to them in time. */
export const sparedOf = (read: ReadDb): string[] => getSetting(read, SPARED, z.array(z.string())) ?? []

/**
 * How the simulated customers answer to what reached them at `at` (UTC ms): some of the tickets that were to come do not
 * come. The shop knows who was in which trouble; the console does not, and only sees fewer tickets.
 */
export async function letCustomersReply(read: ReadDb, writer: Writer, at: number): Promise<void> {
  const source = read.get(sampleSource)
  if (!source) return
  const shape = sampleConfigSchema.parse(JSON.parse(source.config))
  const spared = read.all(reachedAt(source.id, at)).flatMap(({ accountId, externalId, category }) => {
    const moments = sparedTickets(shape, accountIndex(externalId), category, at)
    return moments.length === 0 ? [] : read.all(ticketsAt(accountId, moments))
  })
  if (spared.length === 0) return
  const ids = JSON.stringify(spared.map(({ id }) => id))
  await writer.write('bulk', tx => {
    tx.run(statement('DELETE FROM object_state WHERE object_id IN (SELECT value FROM json_each(?))', [ids]))
    tx.run(statement('DELETE FROM object WHERE id IN (SELECT value FROM json_each(?))', [ids]))
    putSetting(tx, SPARED, [...sparedOf(tx), ...spared.map(({ externalId }) => externalId)])
  })
}

const sampleSource = query<{ id: number; config: string }>("SELECT id, config FROM source WHERE kind = 'sample'")

const reachedAt = (sourceId: number, at: number) =>
  query<{ accountId: number; externalId: string; category: Category }>(
    `SELECT DISTINCT i.account_id AS accountId, k.external_id AS externalId, s.category
     FROM outbox o JOIN intervention i ON i.id = o.intervention_id JOIN issue s ON s.id = i.issue_id
       JOIN account_key k ON k.account_id = i.account_id AND k.source_id = ?
     WHERE o.state = 'sent' AND o.sent_at = ? ORDER BY 1, 3`,
    [sourceId, at],
  )

const ticketsAt = (accountId: number, moments: readonly number[]) =>
  query<{ id: number; externalId: string }>(
    `SELECT id, external_id AS externalId FROM object
     WHERE account_id = ? AND kind = 'ticket' AND opened_at IN (SELECT value FROM json_each(?))`,
    [accountId, JSON.stringify(moments)],
  )
