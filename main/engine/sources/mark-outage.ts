import type { Clock } from '../../../shared/clock.ts'
import { type Component, OUTAGE_PLAYBOOKS, SERVICE_OUTAGE, type Sureness } from '../../../shared/desk/outage.ts'
import { query, type ReadDb, type WriteDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { batchOf, recallMany } from '../../intervention/door.ts'
import {
  firstKeys,
  type Look,
  lookAtSome,
  markedAs,
  markedUpto,
  markName,
  marksOf,
  type OutageRow,
  outageById,
} from '../../outage/door.ts'
import type { Sourced } from '../../record/record.ts'
import { upsertBatch } from '../../sync/door.ts'
import type { Bulk } from '../acting/bulk.ts'
import type { Decisions } from '../open/decisions.ts'

/** Marks a turn, each a few milliseconds of the writer. */
const MARKS = 200

interface Marking {
  writer: Writer
  read: ReadDb
  clock: Clock
  decide: Decisions['decide']
  bulk: Pick<Bulk, 'settle'>
  closing: AbortSignal
  lookFor(component: Component): Look
}

/**
 * Brings the marks of an outage up to its state, from where it was left: while it is open, every account that uses the
 * component gets one; afterwards those that are there follow.
 */
export async function markOutage(deps: Marking, row: OutageRow, signal: AbortSignal): Promise<void> {
  const { writer, read } = deps
  if (row.state !== 'open') await recallNotices(deps, row)
  let upto: number | null = row.marked_upto
  while (upto !== null) {
    if (signal.aborted || deps.closing.aborted || read.get(outageById(row.id))?.version !== row.version) return
    upto = row.state === 'open' ? await markSome(deps, row, upto) : await followSome(deps, row, upto)
  }
  await writer.write('user', tx => markedAs(tx, row))
}

interface Mark {
  sourceId: number
  slug: string
  externalId: string
  account: string
  sure: Sureness
  seenAt: number | null
}

/** Marks the next few accounts that use the component; gives the last one looked at, null when all were. */
async function markSome(deps: Marking, row: OutageRow, after: number): Promise<number | null> {
  const { read, writer, clock } = deps
  const wanted = JSON.parse(row.sure) as Sureness[]
  const { last, affected } = lookAtSome(read, deps.lookFor(row), after)
  const chosen = affected.filter(({ sure }) => wanted.includes(sure))
  const keys = new Map(
    read.all(firstKeys(JSON.stringify(chosen.map(({ accountId }) => accountId)))).map(key => [key.accountId, key]),
  )
  const marks = chosen.flatMap(({ accountId, sure, seenAt }): Mark[] => {
    const key = keys.get(accountId)
    if (!key) return []
    const { sourceId, slug, externalId } = key
    return [{ sourceId, slug, externalId: markName(row, externalId), account: externalId, sure, seenAt }]
  })
  await writer.write('user', tx => {
    keep(tx, row, marks, clock.now())
    if (last !== null) markedUpto(tx, row, last)
  })
  return last
}

/** Brings the next few marks into the outage's state. */
async function followSome(deps: Marking, row: OutageRow, after: number): Promise<number | null> {
  const { read, writer, clock } = deps
  const rows = read.all(marksOf(row, after, MARKS))
  const marks = rows.map(({ sourceId, slug, externalId, sure, seenAt }): Mark => {
    const account = externalId.slice(markName(row, '').length)
    return { sourceId, slug, externalId, account, sure, seenAt }
  })
  const last = rows.length < MARKS ? null : (rows.at(-1)?.objectId ?? null)
  await writer.write('user', tx => {
    keep(tx, row, marks, clock.now())
    if (last !== null) markedUpto(tx, row, last)
  })
  return last
}

function keep(tx: WriteDb, row: OutageRow, marks: readonly Mark[], now: number): void {
  for (const [sourceId, own] of Map.groupBy(marks, mark => mark.sourceId))
    upsertBatch(
      tx,
      sourceId,
      own[0]?.slug ?? '',
      'outages',
      own.map(mark => markRecord(row, mark)),
      now,
    )
}

/** The object by which an account is marked as affected. */
const markRecord = (row: OutageRow, { externalId, account, sure, seenAt }: Mark): Sourced => ({
  record: {
    ...{ record: 'object', kind: SERVICE_OUTAGE, externalId, state: row.state },
    account: { by: 'id', externalId: account },
    ...{ openedAt: row.began_at, closedAt: row.closed_at, dueAt: null, amountMinor: null, currency: null, lane: null },
    properties: { dimension: row.dimension, component: row.component, sure, seen_at: seenAt },
  },
  line: 1,
  raw: '',
})

/** Batches of notices since an outage was declared of which something still waits for its accounts. */
const waitingBatches = ({ uid, declared_at }: OutageRow) =>
  query<{ id: string }>(
    `SELECT DISTINCT v.batch_id AS id FROM source s
       CROSS JOIN object m ON m.source_id = s.id AND m.kind = '${SERVICE_OUTAGE}'
         AND m.external_id >= $uid || '/' AND m.external_id < $uid || '0'
       CROSS JOIN intervention v INDEXED BY intervention_account
         ON v.account_id = m.account_id AND v.exposed_at >= $since AND v.playbook_id = '${OUTAGE_PLAYBOOKS.notice}'
           AND v.recalled_at IS NULL AND v.batch_id IS NOT NULL
       CROSS JOIN outbox o ON o.intervention_id = v.id AND o.state IN ('waiting', 'held')
     ORDER BY 1`,
    { uid, since: declared_at },
  )

/** That we are working on something that works again must not be sent any more. */
async function recallNotices({ read, decide, bulk }: Marking, row: OutageRow): Promise<void> {
  for (const { id } of read.all(waitingBatches(row))) if (batchOf(read, id)) await decide(recallMany, { batchId: id })
  await bulk.settle()
}
