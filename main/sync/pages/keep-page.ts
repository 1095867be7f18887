import type { RecordKind } from '../../../shared/vocabulary.ts'
import { query, type WriteDb } from '../../cache/db.ts'
import type { Gone, PageMisfit } from '../../record/page.ts'
import type { Sourced } from '../../record/record.ts'
import { type Misplaced, putQuarantine } from '../quarantine/quarantine.ts'
import { forgetEarlier, goneKey, misfitKey, recordKey } from '../quarantine/quarantine-key.ts'
import type { KnownOwners, Rejection, UpsertOptions } from '../upsert/batch.ts'
import { applyGone, revive } from '../upsert/gone.ts'
import { moveRecord } from '../upsert/move-record.ts'
import { upsertBatch } from '../upsert/upsert.ts'

/** Where the records of a stream go. */
export interface KeepTarget {
  sourceId: number
  slug: string
  stream: string
  record: RecordKind
  fills: readonly ReadonlySet<string>[] | undefined
  /** A quarantined row is kept as its source gave it, because the source can convert it again. */
  keepsRaw: boolean
  /** Workspace time, UTC ms. */
  now: number
  /** Those that the sync has met. */
  owners?: KnownOwners
}

export interface Kept {
  changed: number
  unchanged: number
  quarantined: number
  /** Rows that came to the cache less those that left it. */
  rows: number
  newestAt: number | null
  /** Accounts whose monthly revenue is in several currencies, by their id at the source. */
  mixed: readonly string[]
}

const nothing = (): Kept => ({ changed: 0, unchanged: 0, quarantined: 0, rows: 0, newestAt: null, mixed: [] })

/** Column of a quarantined row that only waits for its account, and of one whose account went into an unknown one. */
export const WAITS_FOR_ACCOUNT = 'account'
export const WAITS_FOR_TARGET = 'into'

/**
 * Some records of a page, in the transaction it is called in. A record whose account is not known yet waits in
 * quarantine; one that its source has given to another account moves there.
 */
export function keepRecords(
  tx: WriteDb,
  target: KeepTarget,
  records: readonly Sourced[],
  options: Pick<UpsertOptions, 'insertOnly'> = {},
): Kept & { rejected: Rejection[] } {
  const { sourceId, slug, stream, now, fills, owners } = target
  // A stream may make records of several kinds out of one row.
  const tables = [...new Set(records.map(({ record }) => record.record))]
  const before = lastIds(tx, tables)
  const all = { ...options, ...(fills && { fills }), ...(owners && { owners }) }
  const written = upsertBatch(tx, sourceId, slug, stream, records, now, all)
  const { changed, unchanged, newestAt, mixed, known } = written
  const kept = { ...nothing(), changed, unchanged, newestAt, mixed }
  const rejected: Rejection[] = []
  for (const rejection of written.rejected) {
    const sourced = records[rejection.row]
    if (sourced && rejection.column === 'id' && !options.insertOnly && moveAndKeep(tx, target, sourced)) kept.changed++
    else rejected.push(rejection)
  }
  const out = new Set(rejected.map(({ row }) => row))
  const settled = records.filter((_, row) => !out.has(row)).map(({ record }) => record)
  forgetEarlier(tx, sourceId, stream, settled)
  if (known.length > 0) revive(tx, sourceId, known)
  return { ...kept, rows: lastIds(tx, tables) - before, rejected }
}

// Ids are given in order and nothing else writes meanwhile, so the difference is how many were inserted.
const lastIds = (tx: WriteDb, tables: readonly RecordKind[]): number =>
  tables.reduce(
    (sum, table) => sum + (tx.get(query<{ id: number | null }>(`SELECT max(id) AS id FROM ${table}`))?.id ?? 0),
    0,
  )

function moveAndKeep(tx: WriteDb, { sourceId, slug, stream, now, fills }: KeepTarget, sourced: Sourced): boolean {
  const { record } = sourced
  if (record.record === 'account' || !moveRecord(tx, sourceId, stream, record)) return false
  return upsertBatch(tx, sourceId, slug, stream, [sourced], now, fills ? { fills } : {}).rejected.length === 0
}

/** The same, with what was refused put into quarantine. */
export function keepOrHold(tx: WriteDb, target: KeepTarget, records: readonly Sourced[]): Kept {
  const { rejected, ...kept } = keepRecords(tx, target, records)
  for (const { row, column, reason } of rejected) {
    const sourced = records[row]
    if (!sourced) continue
    const raw = target.keepsRaw ? sourced.raw : JSON.stringify(sourced.record)
    hold(tx, target, { line: sourced.line, column, raw, reason }, recordKey(sourced.record))
    kept.quarantined++
  }
  return kept
}

/** Records that could not be read. */
export function keepMisfits(tx: WriteDb, target: KeepTarget, misfits: readonly PageMisfit[]): Kept {
  for (const misfit of misfits) {
    const { line, column, raw, reason } = misfit
    hold(tx, target, { line, column, raw, reason }, misfitKey(misfit.record ?? target.record, misfit))
  }
  return { ...nothing(), quarantined: misfits.length }
}

/** What the source says is gone. An account that went into one not known yet waits in quarantine for it. */
export function keepGone(tx: WriteDb, target: KeepTarget, gone: readonly Gone[]): Kept {
  const kept = nothing()
  for (const one of gone) {
    const effect = applyGone(tx, target, one)
    if ('removed' in effect) kept.rows -= effect.removed
    else {
      const reason = `The rows went to the account “${effect.waitsFor}”, which is not known yet.`
      hold(tx, target, { line: 0, column: WAITS_FOR_TARGET, raw: JSON.stringify(one), reason }, goneKey(one))
      kept.quarantined++
    }
  }
  forgetEarlier(tx, target.sourceId, target.stream, gone)
  return kept
}

const hold = (tx: WriteDb, target: KeepTarget, row: Misplaced, key: string | undefined) =>
  putQuarantine(tx, target.sourceId, target.stream, row, target.now, key)

/** Adds up what the jobs of a page did. */
export const plus = (a: Kept, b: Kept): Kept => ({
  changed: a.changed + b.changed,
  unchanged: a.unchanged + b.unchanged,
  quarantined: a.quarantined + b.quarantined,
  rows: a.rows + b.rows,
  mixed: [...a.mixed, ...b.mixed],
  newestAt: a.newestAt === null ? b.newestAt : b.newestAt === null ? a.newestAt : Math.max(a.newestAt, b.newestAt),
})
export const nothingKept = nothing
