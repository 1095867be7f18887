import { resolve } from 'node:path'
import type { FileStream, FilesConfig, Mapping } from '../../shared/mapping.ts'
import type { SyncReport } from '../../shared/model.ts'
import { type Failure, FailureError, ok, type Result } from '../../shared/result.ts'
import type { ReadDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import { columnOf, targetsOf } from './convert.ts'
import { type ParseClient, startParser } from './parse-client.ts'
import type { CheckedFile, RowBatch } from './parse-protocol.ts'
import { forgetOthers, type Misplaced, putQuarantine } from './quarantine.ts'
import { rawLine } from './raw-row.ts'
import { retryQuarantine } from './retry.ts'
import { streamRow } from './store.ts'
import { advanceStream, failStream, finishStream, resumeLine, writeCursor } from './stream-state.ts'
import { type Owner, upsertBatch } from './upsert.ts'

export { type RetryDeps, retryQuarantine } from './retry.ts'
export { type SyncBatchesDeps, syncBatches } from './sync-batches.ts'

export interface SyncDeps {
  writer: Writer
  read: ReadDb
  source: { id: number; slug: string; config: FilesConfig }
  /** Folder that relative paths start from. */
  dir: string
  /** Workspace time, UTC ms: facts dated later are kept, but not believed yet. */
  now: number
  signal: AbortSignal
  onProgress(done: number, total: number | null, unit: string, message?: string): void
  /** Nobody works with the data yet, so everything may wait for a person's command. Absent: for empty streams only. */
  firstLoad?: boolean
}

type StreamReport = SyncReport['streams'][number]

interface Work {
  stream: FileStream
  path: string
  file: CheckedFile
}

/**
 * Reads the files of a source into the cache.
 *
 *   check all files ─▶ accounts ─▶ objects ─▶ contacts ─▶ events ─▶ quarantine again
 *        │ one is unreadable: nothing is read, the workspace stays as it was
 *
 * A batch commits together with how far its stream has come; events, which are sorted within windows before they are
 * written, with how far the last whole window came. After a crash or a cancel the next sync reads at most one window
 * again and rewrites nothing of it. A row that does not fit goes to quarantine and holds up nobody.
 */
export async function syncSource(deps: SyncDeps): Promise<Result<SyncReport>> {
  const report: SyncReport = { streams: [], cancelled: false }
  const parser = startParser(deps.signal)
  const at: { stream: string | null } = { stream: null }
  try {
    const work = await checkAll(deps, parser, at)
    await loadAll(deps, parser, work, at, report)
    at.stream = null
    await retryQuarantine(deps)
    report.cancelled = deps.signal.aborted
    return ok(report)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    if (error.failure.kind === 'cancelled') return ok({ ...report, cancelled: true })
    await remember(deps, at.stream, error.failure)
    return { ok: false, error: error.failure }
  } finally {
    await parser.close()
  }
}

/** Owners before what belongs to them; files of one rank by name, so that their order in the settings is no matter. */
function inOrder(streams: readonly FileStream[]): FileStream[] {
  return [...streams].sort((a, b) => rank(a.mapping) - rank(b.mapping) || (a.name < b.name ? -1 : 1))
}

function rank(mapping: Mapping): number {
  if (mapping.record === 'account') return 0
  if (mapping.record === 'object') return mapping.account.by === 'id' ? 1 : 2
  return mapping.record === 'contact' ? 3 : 4
}

async function checkAll(deps: SyncDeps, parser: ParseClient, at: { stream: string | null }): Promise<Work[]> {
  const work: Work[] = []
  let before = 0
  for (const stream of inOrder(deps.source.config.streams)) {
    at.stream = stream.name
    const path = resolve(deps.dir, stream.path)
    const file = await parser.check(path, stream, bytes =>
      deps.onProgress(before + bytes, null, 'bytes', `Checking ${stream.name}`),
    )
    before += file.bytes
    work.push({ stream, path, file })
  }
  return work
}

async function loadAll(
  deps: SyncDeps,
  parser: ParseClient,
  work: readonly Work[],
  at: { stream: string | null },
  report: SyncReport,
): Promise<void> {
  const total = work.reduce((sum, { file }) => sum + file.rows, 0)
  let done = 0
  for (const item of work) {
    at.stream = item.stream.name
    const own: StreamReport = {
      name: item.stream.name,
      read: 0,
      changed: 0,
      unchanged: 0,
      quarantined: 0,
      bytes: 0,
      ms: 0,
    }
    // Before it is complete, so that a cancelled sync reports what it kept.
    report.streams.push(own)
    await load(deps, parser, item, own, rows => deps.onProgress(done + rows, total, 'rows', item.stream.name))
    done += item.file.rows
  }
}

/** Rows in a transaction: about 8 ms, so that a person's command never waits longer. Fewer where people are at work. */
const BULK = 500
const STEADY = 200
/** Rows between two reports of progress. */
const REPORT = 2_000

async function load(
  deps: SyncDeps,
  parser: ParseClient,
  { stream, path, file }: Work,
  report: StreamReport,
  onRows: (rows: number) => void,
): Promise<void> {
  const { read, source } = deps
  const known = read.get(streamRow(source.id, stream.name))
  const after = resumeLine(known, file.version, stream)
  const bulk = deps.firstLoad || !known || known.rows === 0 || after > 0
  const started = performance.now()
  const kept = after > 0 ? (known?.rows ?? 0) : 0
  const pass: Pass = {
    deps,
    stream,
    file,
    report,
    bulk,
    fills: targetsOf(stream.mapping),
    kept,
    keptAtCursor: kept,
    owners: new Map(),
    newestAt: after > 0 ? (known?.newest_at ?? null) : null,
    met: new Set(),
  }
  let said = 0
  for await (const batch of parser.read(path, stream, after, bulk ? BULK : STEADY)) {
    await deps.writer.write(bulk ? 'bulk' : 'steady', tx => keep(tx, pass, batch))
    report.bytes = batch.bytes
    report.ms = performance.now() - started
    if (report.read - said >= REPORT) {
      said = report.read
      onRows(said)
    }
  }
  await finish(pass, after === 0)
  report.bytes = file.bytes
  report.ms = performance.now() - started
  onRows(report.read)
}

interface Pass {
  deps: SyncDeps
  stream: FileStream
  file: CheckedFile
  report: StreamReport
  bulk: boolean
  fills: ReadonlySet<string>
  /** Rows that fitted so far, and the newest time among them. */
  kept: number
  keptAtCursor: number
  newestAt: number | null
  owners: Map<string, Owner>
  /** Quarantined rows that this pass has seen. */
  met: Set<number>
}

/** One batch, its misfits and the cursor: one transaction. */
function keep(tx: Parameters<Parameters<Writer['write']>[1]>[0], pass: Pass, batch: RowBatch): void {
  const { deps, stream, report } = pass
  const { id, slug } = deps.source
  const written = upsertBatch(tx, id, slug, stream.name, batch.rows, deps.now, {
    fills: pass.fills,
    owners: pass.owners,
  })
  const misfits: Misplaced[] = [...batch.misfits]
  for (const { row, column, reason } of written.rejected) {
    const sourced = batch.rows[row]
    if (!sourced) continue
    const raw = rawLine(batch.columns, batch.delimiter, sourced.raw)
    misfits.push({ line: sourced.line, raw, column: columnOf(stream.mapping, column), reason })
  }
  for (const misfit of misfits) pass.met.add(putQuarantine(tx, id, stream.name, misfit, deps.now))
  pass.kept += written.changed + written.unchanged
  // What follows the cursor is read again after a crash, so it must not be counted with what precedes it.
  if (batch.whole) pass.keptAtCursor = pass.kept
  pass.newestAt = later(pass.newestAt, written.newestAt)
  const cursor = writeCursor(pass.file.version, stream, batch.line)
  advanceStream(tx, id, stream.name, { cursor, rows: pass.keptAtCursor, newestAt: pass.newestAt })
  report.read += batch.rows.length + batch.misfits.length
  report.changed += written.changed
  report.unchanged += written.unchanged
  report.quarantined += misfits.length
}

const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

async function finish(pass: Pass, whole: boolean): Promise<void> {
  const { deps, stream, file } = pass
  const cursor = writeCursor(file.version, stream, null)
  const standing = { cursor, rows: pass.kept, newestAt: pass.newestAt }
  await deps.writer.write('steady', tx => finishStream(tx, deps.source.id, stream.name, standing, deps.now))
  if (whole) await forgetOthers(deps.writer, deps.read, deps.source.id, stream.name, pass.met)
}

/** Keeps the error in words for the list of sources; if not even that can be written, the caller's error says more. */
async function remember({ writer, source }: SyncDeps, stream: string | null, failure: Failure): Promise<void> {
  if (stream === null) return
  const words = `${failure.what} ${failure.why} ${failure.todo}`
  try {
    await writer.write('steady', tx => failStream(tx, source.id, stream, words))
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
  }
}
