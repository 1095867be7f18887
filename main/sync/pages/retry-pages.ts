import { assertNever } from '../../../shared/result.ts'
import { type Query, query, type ReadDb, type WriteDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import type { Connected, ConnectedStream, Gone } from '../../record/page.ts'
import type { Sourced, SyncRecord } from '../../record/record.ts'
import { dropQuarantine, explainQuarantine, fingerprintOf, type QuarantinedRow } from '../quarantine/quarantine.ts'
import { recordKey } from '../quarantine/quarantine-key.ts'
import { applyGone } from '../upsert/gone.ts'
import { growStream } from './connected-state.ts'
import { type KeepTarget, keepRecords, WAITS_FOR_ACCOUNT, WAITS_FOR_TARGET } from './keep-page.ts'

export interface RetryPagesDeps {
  writer: Writer
  read: ReadDb
  source: { id: number; slug: string }
  connected: Pick<Connected, 'streams' | 'reconvert'>
  /** Workspace time, UTC ms. */
  now: number
  signal?: AbortSignal
}

interface HeldRow extends QuarantinedRow {
  fingerprint: string
}

const PAGE = 200

/** Paged like `quarantinedAfter`, without the index of the source. */
export const heldAfter = (sourceId: number, id: number, waiting: boolean): Query<HeldRow> =>
  query(
    `SELECT id, stream, line, column_name AS "column", raw, reason, fingerprint FROM quarantine
     WHERE +source_id = ? AND id > ? AND (? = 0 OR column_name IN ('${WAITS_FOR_ACCOUNT}', '${WAITS_FOR_TARGET}'))
     ORDER BY id LIMIT ${PAGE}`,
    [sourceId, id, Number(waiting)],
  )

/**
 * Tries quarantined rows of a connected source again: `waiting` only those whose account was not known, otherwise all,
 * because a mapping may have been corrected. What is kept may be what others wait for, so it goes round until nothing
 * more is accepted.
 */
export async function retryPages(
  deps: RetryPagesDeps,
  which: 'waiting' | 'all',
): Promise<{ accepted: number; left: number }> {
  let accepted = 0
  for (;;) {
    const round = await retryRound(deps, which)
    accepted += round.accepted
    if (round.accepted === 0 || deps.signal?.aborted) return { accepted, left: round.left }
  }
}

async function retryRound(deps: RetryPagesDeps, which: 'waiting' | 'all'): Promise<{ accepted: number; left: number }> {
  const streams = new Map(deps.connected.streams.map(stream => [stream.name, stream]))
  const total = { accepted: 0, left: 0 }
  for (let after = 0; !deps.signal?.aborted; ) {
    const page = deps.read.all(heldAfter(deps.source.id, after, which === 'waiting'))
    if (page.length === 0) break
    after = page.at(-1)?.id ?? after
    const accepted = await deps.writer.write(
      'steady',
      tx => page.filter(row => retryRow(tx, deps, streams, row)).length,
    )
    total.accepted += accepted
    total.left += page.length - accepted
  }
  return total
}

function retryRow(
  tx: WriteDb,
  deps: RetryPagesDeps,
  streams: ReadonlyMap<string, ConnectedStream>,
  row: HeldRow,
): boolean {
  const stream = streams.get(row.stream)
  if (!stream) return false
  const target: KeepTarget = {
    sourceId: deps.source.id,
    slug: deps.source.slug,
    stream: stream.name,
    record: stream.record,
    fills: stream.fills,
    keepsRaw: deps.connected.reconvert !== undefined,
    now: deps.now,
  }
  const effect = row.column === WAITS_FOR_TARGET ? retryGone(tx, target, row) : retryRecord(tx, deps, target, row)
  switch (effect.ends) {
    case 'waits':
      explainQuarantine(tx, row.id, effect.column, effect.reason)
      return false
    case 'kept':
      dropQuarantine(tx, row.id)
      growStream(tx, target.sourceId, target.stream, { rows: effect.rows, newestAt: null })
      return true
    case 'as_it_was':
      return false
    default:
      return assertNever(effect)
  }
}

type Effect =
  | { ends: 'kept'; rows: number }
  | { ends: 'waits'; column: string | null; reason: string }
  | { ends: 'as_it_was' }

function retryGone(tx: WriteDb, target: KeepTarget, row: HeldRow): Effect {
  const effect = applyGone(tx, target, JSON.parse(row.raw) as Gone)
  return 'removed' in effect ? { ends: 'kept', rows: -effect.removed } : { ends: 'as_it_was' }
}

function retryRecord(tx: WriteDb, { connected }: RetryPagesDeps, target: KeepTarget, row: HeldRow): Effect {
  const read = connected.reconvert
    ? connected.reconvert(target.stream, row.raw)
    : row.column === WAITS_FOR_ACCOUNT
      ? { records: [{ record: JSON.parse(row.raw) as SyncRecord, line: row.line, raw: row.raw }] }
      : null
  if (!read) return { ends: 'as_it_was' }
  if ('reason' in read) return { ends: 'waits', ...read }
  // Under its id the row is the newest version there is. Its other records may be older than those read since.
  const isOwn = ({ record }: Sourced) => fingerprintOf(recordKey(record)) === row.fingerprint
  const own = keepRecords(tx, target, read.records.filter(isOwn))
  const others = keepRecords(
    tx,
    target,
    read.records.filter(one => !isOwn(one)),
    { insertOnly: true },
  )
  const waits = [...own.rejected, ...others.rejected.filter(({ column }) => column === 'account')][0]
  const rows = own.rows + others.rows
  return waits ? { ends: 'waits', column: waits.column, reason: waits.reason } : { ends: 'kept', rows }
}
