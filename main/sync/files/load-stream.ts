import type { SyncReport } from '../../../shared/model/source.ts'
import { type FileStream, type FilesConfig, mappingsOf } from '../../../shared/source/mapping.ts'
import type { ReadDb, WriteDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { Tally, WHOLE_ROW } from '../../record/cells/tally.ts'
import { columnOf, fillsOf, usesOf } from '../../record/mapping/fields.ts'
import { targetsOf } from '../../record/mapping/targets.ts'
import { nthRaw, rawRecord, readRawRow } from '../../record/raw-row.ts'
import { reportColumns } from '../../record/scan/report.ts'
import { forgetOthers, forgetThese, type Misplaced, putQuarantine } from '../quarantine/quarantine.ts'
import type { StreamRow } from '../store.ts'
import { KnownOwners } from '../upsert/batch.ts'
import { createSeenIds, type SeenIds, sweep } from '../upsert/complete-stream.ts'
import { applyGone } from '../upsert/gone.ts'
import { upsertBatch } from '../upsert/upsert.ts'
import type { ParseClient } from './parse-client.ts'
import type { CheckedFile, FileReading, RowBatch } from './parse-protocol.ts'
import { advanceStream, type FileState, failStream, finishStream, writeCursor } from './stream-state.ts'

/** What reading a source's files needs. */
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
  /** A person has confirmed that what a full reading no longer has is gone, however much it is. */
  acceptGone?: boolean
  /** Nobody works with the data yet, so everything may wait for a person's command. Absent: for empty streams only. */
  firstLoad?: boolean
}

/** A file to be read, once it was checked. */
export interface FileWork {
  name: string
  path: string
  file: CheckedFile
}

/** What is to be read of a stream: files that are new or changed, beside how far those that are there were read. */
export interface Work {
  stream: FileStream
  /** Its path names many files. */
  pattern: boolean
  files: readonly FileWork[]
  states: Map<string, FileState>
  known: StreamRow | undefined
}

type StreamReport = SyncReport['streams'][number]

/** Rows in a transaction: about 8 ms, so that a person's command never waits longer. Fewer where people are at work. */
const BULK = 500
const STEADY = 200
/** Rows between two reports of progress. */
const REPORT = 2_000
/** Quarantined rows of a file that are remembered one by one. */
const LISTED = 500

/** Reads the files of a stream, one after the other in order of their names. */
export async function loadStream(
  deps: SyncDeps,
  parser: ParseClient,
  work: Work,
  report: StreamReport,
  onRows: (rows: number) => void,
): Promise<void> {
  const started = performance.now()
  const pass = startPass(deps, work, report)
  for (const file of work.files) {
    await loadFile(pass, parser, file, () => {
      report.ms = performance.now() - started
      onRows(report.read)
    })
  }
  await finish(pass)
  report.ms = performance.now() - started
  onRows(report.read)
}

interface Pass extends Work {
  deps: SyncDeps
  report: StreamReport
  fills: readonly ReadonlySet<string>[]
  owners: KnownOwners
  newestAt: number | null
  /** Quarantined rows that this pass has seen. */
  met: Set<number>
  /** Quarantined rows that files held which are read again from the top. */
  stale: Set<number>
  /** What was met besides values, and the columns of the files that were read. */
  tally: Tally
  columns: Set<string>
  filled: Set<string> | null
  rows: number
  /** Everything there is of the stream is read from the top. */
  whole: boolean
  /** What was met, of a stream that is complete. */
  seen: SeenIds | null
}

function startPass(deps: SyncDeps, work: Work, report: StreamReport): Pass {
  const resumes = work.files.some(file => resumeLine(work, file) > 0)
  const others = [...work.states.keys()].some(name => !work.files.some(file => file.name === name))
  return {
    ...work,
    deps,
    report,
    fills: mappingsOf(work.stream.mapping).map(fillsOf),
    owners: new KnownOwners(),
    newestAt: resumes || others ? (work.known?.newest_at ?? null) : null,
    met: new Set(),
    stale: new Set([...work.states.values()].flatMap(({ before }) => before ?? [])),
    tally: new Tally(),
    columns: new Set(),
    filled: null,
    rows: 0,
    whole: !resumes && !others,
    seen: work.stream.complete ? createSeenIds() : null,
  }
}

/** The line after which to go on; 0 is from the top. */
function resumeLine({ states, stream }: Work, { name, file }: FileWork): number {
  // What a reading has not met is gone, so it begins at the top.
  if (stream.complete) return 0
  const state = states.get(name)
  return state?.version === file.version ? (state.line ?? 0) : 0
}

interface Reading {
  name: string
  version: string
  /** Rows that fitted so far; and those of them that the cursor covers. */
  kept: number
  keptAtCursor: number
  met: Set<number>
  /** Its rows in quarantine as another version of it was read. */
  before: number[]
}

async function loadFile(pass: Pass, parser: ParseClient, work: FileWork, onBatch: () => void): Promise<void> {
  const { deps, stream, states, known, report } = pass
  const after = resumeLine(pass, work)
  const bulk = deps.firstLoad || !known || known.rows === 0 || after > 0
  const state = states.get(work.name)
  const before = [...new Set([...(after === 0 ? (state?.set ?? []) : []), ...(state?.before ?? [])])]
  for (const id of before) pass.stale.add(id)
  const kept = after > 0 ? (state?.rows ?? 0) : 0
  const met = new Set(after > 0 ? state?.set : [])
  const reading: Reading = { name: work.name, version: work.file.version, kept, keptAtCursor: kept, met, before }
  const bytes = report.bytes
  let said = report.read
  const batches = parser.read(work.path, stream, after, bulk ? BULK : STEADY)
  for (let next = await batches.next(); ; next = await batches.next()) {
    if (next.done) {
      meet(pass, next.value)
      break
    }
    const batch = next.value
    await deps.writer.write(bulk ? 'bulk' : 'steady', tx => keep(tx, pass, reading, batch))
    report.bytes = bytes + batch.bytes
    if (report.read - said < REPORT) continue
    said = report.read
    onBatch()
  }
  report.bytes = bytes + work.file.bytes
  states.set(work.name, stateOf(reading, null))
}

function meet(pass: Pass, { tally, columns, filled, rows, leftOut }: FileReading): void {
  pass.tally.merge(tally)
  pass.rows += rows
  for (const column of columns) pass.columns.add(column)
  if (filled) pass.filled = new Set([...(pass.filled ?? []), ...filled])
  if (leftOut > 0) pass.report.leftOut = (pass.report.leftOut ?? 0) + leftOut
}

const stateOf = ({ version, keptAtCursor, kept, met, before }: Reading, line: number | null): FileState => ({
  version,
  line,
  // What follows the cursor is read again after a crash, so it must not be counted with what precedes it.
  rows: line === null ? kept : keptAtCursor,
  set: met.size > LISTED ? null : [...met],
  // Kept until the pass is over: one that is cut off would forget which rows it has to look for.
  ...(before.length > 0 && { before }),
})

/** One batch, its misfits and the cursor: one transaction. */
function keep(tx: WriteDb, pass: Pass, reading: Reading, batch: RowBatch): void {
  const { deps, stream, report } = pass
  const { id, slug } = deps.source
  const written = upsertBatch(tx, id, slug, stream.name, batch.rows, deps.now, {
    fills: pass.fills,
    owners: pass.owners,
  })
  if (pass.seen) noteSeen(pass.seen, batch)
  const misfits: Misplaced[] = [...batch.misfits]
  for (const { row, column, reason } of written.rejected) {
    const sourced = batch.rows[row]
    if (!sourced) continue
    const raw = nthRaw(rawRecord(batch.columns, batch.delimiter, { text: sourced.raw }), sourced.nth)
    const mapping = mappingsOf(stream.mapping)[sourced.by ?? 0]
    const at = mapping ? columnOf(mapping, column) : column
    pass.tally.line = sourced.line
    pass.tally.add(at ?? WHOLE_ROW, column === 'account' ? 'waits' : 'unfit', cellIn(raw, at) ?? sourced.raw)
    misfits.push({ line: sourced.line, raw, column: at, reason })
  }
  for (const gone of batch.gone) applyGone(tx, { sourceId: id, slug, stream: stream.name, now: deps.now }, gone)
  for (const misfit of misfits) {
    const reason = pass.pattern ? `${reading.name}: ${misfit.reason}` : misfit.reason
    const kept = putQuarantine(tx, id, stream.name, { ...misfit, reason }, deps.now)
    pass.met.add(kept)
    reading.met.add(kept)
  }
  reading.kept += written.changed + written.unchanged
  if (batch.whole) reading.keptAtCursor = reading.kept
  pass.newestAt = later(pass.newestAt, written.newestAt)
  pass.states.set(reading.name, stateOf(reading, batch.line))
  advanceStream(tx, id, stream.name, standingOf(pass))
  report.read += batch.rows.length + batch.misfits.length + batch.gone.length
  report.changed += written.changed
  report.unchanged += written.unchanged
  report.quarantined += misfits.length
}

const cellIn = (raw: string, column: string | null): string | undefined =>
  column === null ? undefined : readRawRow(raw, [column])?.cells[0]

const standingOf = ({ stream, states, newestAt }: Pass) => ({
  cursor: writeCursor(stream, states),
  rows: [...states.values()].reduce((sum, { rows }) => sum + rows, 0),
  newestAt,
})

const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b))

async function finish(pass: Pass): Promise<void> {
  const { deps, stream, states } = pass
  const { writer, source } = deps
  const { report } = pass
  const { tally, rows, filled } = pass
  report.columns =
    rows > 0
      ? reportColumns(usesOf(stream.mapping), {
          ...{ columns: [...pass.columns], tally: tally.columns, rows },
          ...(filled && { filled }),
        })
      : []
  const columns = report.columns
  // Before the pass counts as finished: what is cut off here is done again.
  await forgetCorrected(pass)
  for (const [name, { before: _, ...state }] of states) states.set(name, state)
  await writer.write('steady', tx => finishStream(tx, source.id, stream.name, standingOf(pass), deps.now, columns))
  if (pass.whole) await sweepFiles(pass)
}

/** Rows that a file held when it was read last, and neither it nor another one holds now, were corrected there. */
async function forgetCorrected({ deps, stream, states, whole, met, stale }: Pass): Promise<void> {
  const { writer, read, source } = deps
  if (whole) return forgetOthers(writer, read, source.id, stream.name, met)
  const held = new Set(met)
  for (const { set } of states.values()) for (const id of set ?? []) held.add(id)
  await forgetThese(
    writer,
    [...stale].filter(id => !held.has(id)),
  )
}

/** Everything that rows name was there, whether they fit or not. */
function noteSeen(seen: SeenIds, { rows, misfits }: RowBatch): void {
  for (const { record } of rows)
    seen.add(record.record, record.record === 'object' ? record.kind : null, record.externalId)
  for (const { names } of misfits) {
    if (names) seen.add(names.record, names.kind ?? null, names.externalId)
    else seen.addUnnamed()
  }
}

/** Takes away what all files of a complete stream together no longer have, or says why it does not. */
async function sweepFiles({ deps, stream, seen, report, files }: Pass): Promise<void> {
  if (!stream.complete || !seen || files.length === 0) return
  const { writer, read, source, now, acceptGone = false } = deps
  const at = { writer, read, sourceId: source.id, slug: source.slug, stream: stream.name, now, accept: acceptGone }
  const swept = await sweep(at, targetsOf(stream.mapping), seen, stream.complete)
  if ('removed' in swept) {
    if (swept.removed > 0) report.gone = swept.removed
    return
  }
  report.error = swept.refused
  await writer.write('steady', tx => failStream(tx, source.id, stream.name, swept.refused))
}
