import { type Failure, FailureError, fail, unwrap } from '../../../shared/result.ts'
import { type FileStream, mappingsOf } from '../../../shared/source/mapping.ts'
import { versionOf } from '../../record/bytes/file-bytes.ts'
import { compileMapping } from '../../record/convert.ts'
import { columnsOf, refsOf } from '../../record/mapping/fields.ts'
import { mayBeOtherwise, type RowChunk, readRows, whatElse } from '../../record/read-rows.ts'
import type { Sourced } from '../../record/record.ts'
import { createRepeatFinder, type RepeatFinder } from '../../record/repeats.ts'
import type { Row } from '../../record/rows.ts'
import { contradictionOf, type Watched, watchedColumns } from '../../record/scan/contradiction.ts'
import { scanFiles } from '../../record/scan/scan-file.ts'
import { type FileMeter, fileReading, meet, newMeter } from './meter.ts'
import { type CheckedFile, type FromWorker, type RowBatch, SORTED, type ToWorker, WINDOW } from './parse-protocol.ts'
import { type RowConverter, rowConverter } from './row-converter.ts'
import { rowKeys } from './row-ids.ts'

/** Reads, checks and converts files, wherever it runs; see `parse-protocol.ts`. */
export interface Parsing {
  /** Takes a message. Resolves once everything that it asks for has been answered; rejects with a bug. */
  take(message: ToWorker): Promise<void>
  /** Ends what is under way; resolves once it has let go of its file. Nothing is answered after that. */
  end(): Promise<void>
}

interface State {
  checked: Map<string, Checked>
  /** Batches that may be handed out before the next one is acknowledged. */
  credits: number
  wake: (() => void) | null
  ended: boolean
  post(message: FromWorker): void
}

interface Checked {
  version: string | null
  repeated: ReadonlySet<number>
  /** As the bytes were found to be. */
  shape: Pick<FileStream, 'encoding' | 'quotes'>
}

/** Takes what is under way out of its loops. */
class Ended extends Error {}

export function createParsing(answer: (message: FromWorker) => void): Parsing {
  const underWay = new Set<Promise<void>>()
  const state: State = {
    checked: new Map(),
    credits: 0,
    wake: null,
    ended: false,
    post: message => {
      if (state.ended) throw new Ended()
      answer(message)
    },
  }
  return {
    take: message => {
      const work = carryOut(state, message)
      underWay.add(work)
      const forget = () => void underWay.delete(work)
      work.then(forget, forget)
      return work
    },
    end: async () => {
      state.ended = true
      state.wake?.()
      await Promise.allSettled(underWay)
    },
  }
}

async function carryOut(state: State, message: ToWorker): Promise<void> {
  try {
    if (message.kind === 'scan') await scan(state, message)
    else if (message.kind === 'check') await check(state, message.path, message.stream)
    else if (message.kind === 'read') await read(state, message)
    else {
      state.credits++
      state.wake?.()
    }
  } catch (error) {
    if (state.ended) return
    if (!(error instanceof FailureError)) throw error
    state.post({ kind: 'failed', failure: error.failure })
  }
}

async function scan(state: State, { paths, ask }: Extract<ToWorker, { kind: 'scan' }>): Promise<void> {
  const found = await scanFiles(paths, ask, bytes => state.post({ kind: 'progress', bytes }))
  state.post({ kind: 'scanned', found })
}

/** Everything that can be wrong with a file as a whole, before anything of it is kept. */
async function check(state: State, path: string, stream: FileStream): Promise<void> {
  try {
    await checkAs(state, path, stream)
  } catch (error) {
    if (!mayBeOtherwise(error)) throw error
    const other = await whatElse(path, error, askOf(stream))
    if (other instanceof FailureError) throw other
    await check(state, path, { ...stream, ...other })
  }
}

async function checkAs(state: State, path: string, stream: FileStream): Promise<void> {
  const repeats = createRepeatFinder()
  try {
    let look: Look | null = null
    let rows = 0
    let bytes = 0
    for await (const chunk of rowsOf(path, stream)) {
      look ??= lookFor(chunk, stream)
      rows += chunk.rows.length
      bytes = chunk.bytes
      for (const row of chunk.rows) if (row.problem === undefined) lookAt(row, look, repeats)
      state.post({ kind: 'progress', bytes })
    }
    const wrong = look?.watched.map(contradictionOf).find(words => words !== null)
    if (wrong) throw new FailureError(contradicts(path, wrong))
    const version = await versionOf(path)
    const { encoding, quotes } = stream
    state.checked.set(nameOf(path, stream), { version, repeated: repeats.repeated(), shape: { encoding, quotes } })
    const file: CheckedFile = { rows, bytes, version: version ?? '' }
    state.post({ kind: 'checked', file })
  } finally {
    repeats.close()
  }
}

interface Look {
  keysOf: ReturnType<typeof rowKeys>
  watched: Watched[]
}

function lookFor({ columns, format }: RowChunk, stream: FileStream): Look {
  unwrap(compileMapping(stream.mapping, columns, stream.name, { isDelimited: format === 'csv' }))
  return { keysOf: rowKeys(stream.mapping, columns), watched: watchedColumns(refsOf(stream.mapping), columns) }
}

function lookAt(row: Row, { keysOf, watched }: Look, repeats: RepeatFinder): void {
  for (const key of keysOf(row)) repeats.add(key)
  for (const { at, scan } of watched) scan.add(row.cells[at] ?? '', row.line)
}

/** Two streams may read one file, each by its own mapping. */
const nameOf = (path: string, { name }: FileStream) => `${name}\0${path}`

const askOf = ({ mapping, list, encoding, header, quotes }: FileStream) => ({
  columns: columnsOf(mapping),
  ...{ list, header, encoding, quotes },
})

const rowsOf = (path: string, stream: FileStream) => readRows(path, askOf(stream))

async function read(state: State, order: Extract<ToWorker, { kind: 'read' }>): Promise<void> {
  state.credits = WINDOW
  const { path, batch: size } = order
  const before = state.checked.get(nameOf(path, order.stream))
  const stream = { ...order.stream, ...before?.shape }
  const met = newMeter()
  // One window is handed out while the next one is parsed; otherwise the two threads would only take turns.
  let sending = Promise.resolve()
  let from = order.after
  let bytes = 0
  try {
    for await (const window of windows({ ...order, stream }, before?.repeated, met)) {
      await sending
      bytes = window.bytes
      sending = sendWindow(state, window, size, from)
      // Awaited with the next window; an end must not go unheard until then.
      sending.catch(() => {})
      from = window.line
    }
    if (before && before.version !== (await versionOf(path))) throw new FailureError(changedMeanwhile(path))
  } finally {
    await sending
  }
  state.post({ kind: 'end', bytes, read: fileReading(met) })
}

/**
 * The rows after a line, in windows: of events as many as are sorted together, of the others just a batch. For a row that
 * becomes several records, owners come first, so these are not sorted.
 */
async function* windows(
  { path, stream, after, batch: size }: Extract<ToWorker, { kind: 'read' }>,
  repeated: ReadonlySet<number> | undefined,
  met: FileMeter,
): AsyncGenerator<RowBatch> {
  const [only, ...others] = mappingsOf(stream.mapping)
  const most = only?.record === 'event' && others.length === 0 ? Math.max(SORTED, size) : size
  let convert: RowConverter | null = null
  let window: RowBatch | null = null
  for await (const chunk of rowsOf(path, stream)) {
    window ??= emptyBatch(chunk, after)
    const first: RowBatch = window
    meet(met, chunk)
    convert ??= rowConverter(stream, chunk, repeated, met, () => window ?? first)
    window.bytes = chunk.bytes
    for (const row of chunk.rows) {
      if (row.line <= after) {
        convert.passOver(row)
        continue
      }
      convert.take(row)
      window.line = row.line
      if (window.rows.length + window.misfits.length < most) continue
      yield window
      window = emptyBatch(chunk, row.line)
    }
  }
  if (window) yield window
}

const emptyBatch = ({ columns, delimiter, bytes }: RowChunk, line: number): RowBatch => ({
  rows: [],
  misfits: [],
  gone: [],
  columns,
  delimiter,
  line,
  whole: true,
  bytes,
})

/** Cuts a window into batches. Only the last of them says that the window is done: the others leave the cursor alone. */
async function sendWindow(state: State, window: RowBatch, size: number, before: number): Promise<void> {
  const { rows, misfits, gone } = window
  if (rows.length + misfits.length + gone.length === 0) return
  if (rows.length <= size || rows.some(({ record }) => record.record !== 'event')) return send(state, window)
  const sorted = rows.map(row => ({ row, owner: ownerOf(row) }))
  // Stable: rows of one account keep their order.
  sorted.sort((a, b) => (a.owner < b.owner ? -1 : a.owner > b.owner ? 1 : 0))
  for (let from = 0; from < rows.length; from += size) {
    const last = from + size >= rows.length
    await send(state, {
      ...window,
      rows: sorted.slice(from, from + size).map(({ row }) => row),
      misfits: from === 0 ? misfits : [],
      gone: from === 0 ? gone : [],
      line: last ? window.line : before,
      whole: last,
    })
  }
}

const ownerOf = ({ record }: Sourced): string => (record.record === 'account' ? '' : record.account.externalId)

async function send(state: State, batch: RowBatch): Promise<void> {
  while (state.credits === 0 && !state.ended) {
    await new Promise<void>(resolve => {
      state.wake = resolve
    })
  }
  state.credits--
  state.post({ kind: 'batch', batch })
}

const contradicts = (path: string, why: string): Failure => ({
  kind: 'invalid',
  what: `The file ${path} contradicts its mapping.`,
  why,
  todo: 'Correct the mapping, or the file. Nothing of it was kept.',
})

function changedMeanwhile(path: string) {
  const result = fail(
    'conflict',
    `The file ${path} changed while it was being read.`,
    'Rows from earlier syncs are kept.',
    'Sync again once the file is complete.',
  )
  return result.ok ? { kind: 'conflict' as const, what: '', why: '', todo: '' } : result.error
}
