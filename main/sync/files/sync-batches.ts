import type { SyncReport } from '../../../shared/model/source.ts'
import { FailureError, ok, type Result } from '../../../shared/result.ts'
import type { WriteDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import type { SyncRecord } from '../../record/record.ts'
import { putQuarantine } from '../quarantine/quarantine.ts'
import { upsertBatch } from '../upsert/upsert.ts'
import { advanceStream, finishStream } from './stream-state.ts'

export interface SyncBatchesDeps {
  writer: Writer
  source: { id: number; slug: string }
  /** All records come as one stream of this name. */
  stream: string
  /** Owners before what belongs to them; a batch is one transaction, so about 200 records. */
  batches: Iterable<readonly SyncRecord[]> | AsyncIterable<readonly SyncRecord[]>
  /** Workspace time, UTC ms. */
  now: number
  signal: AbortSignal
  onProgress(done: number, total: number | null, unit: string, message?: string): void
}

/** Brings ready-made records into the cache, such as those of the sample shop; like `syncSource`, without a file. */
export async function syncBatches(deps: SyncBatchesDeps): Promise<Result<SyncReport>> {
  const { writer, source, stream, now, signal } = deps
  const started = performance.now()
  const report = { name: stream, read: 0, changed: 0, unchanged: 0, quarantined: 0, bytes: 0, ms: 0 }
  const pass = { rows: 0, newestAt: null as number | null }
  const standing = () => ({ cursor: null, rows: pass.rows, newestAt: pass.newestAt })
  const keep = (tx: WriteDb, records: readonly SyncRecord[]) => {
    const rows = records.map((record, index) => ({ record, line: report.read + index + 1, raw: '' }))
    const written = upsertBatch(tx, source.id, source.slug, stream, rows, now)
    for (const { row, column, reason } of written.rejected) {
      const raw = JSON.stringify(records[row])
      putQuarantine(tx, source.id, stream, { line: report.read + row + 1, column, raw, reason }, now)
    }
    pass.rows += written.changed + written.unchanged
    if (written.newestAt !== null) pass.newestAt = Math.max(pass.newestAt ?? written.newestAt, written.newestAt)
    advanceStream(tx, source.id, stream, standing())
    report.read += records.length
    report.changed += written.changed
    report.unchanged += written.unchanged
    report.quarantined += written.rejected.length
  }
  try {
    for await (const records of deps.batches) {
      if (signal.aborted) break
      await writer.write('bulk', tx => keep(tx, records))
      report.ms = performance.now() - started
      deps.onProgress(report.read, null, 'records')
    }
    if (!signal.aborted) await writer.write('steady', tx => finishStream(tx, source.id, stream, standing(), now))
    return ok({ streams: [report], cancelled: signal.aborted })
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure }
    throw error
  }
}
