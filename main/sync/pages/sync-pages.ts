import type { Clock, Timer } from '../../../shared/clock.ts'
import type { SyncReport } from '../../../shared/model/source.ts'
import { type Failure, FailureError } from '../../../shared/result.ts'
import type { ReadDb, WriteDb } from '../../cache/db.ts'
import type { Priority, Writer } from '../../cache/writer.ts'
import { type Connected, type ConnectedStream, type Page, SourceFailure } from '../../record/page.ts'
import { KnownOwners } from '../upsert/batch.ts'
import { createSeenIds } from '../upsert/complete-stream.ts'
import { noteSeen, sweepStream } from './complete-pages.ts'
import {
  advanceFresh,
  advanceHistory,
  connectedRow,
  finishFresh,
  growStream,
  type History,
  historyOf,
  reportStream,
  troubleStream,
  withHistory,
} from './connected-state.ts'
import { type Deadlines, startWatch, type Watch } from './deadline.ts'
import { eachPage } from './each-page.ts'
import { type KeepTarget, type Kept, keepGone, keepMisfits, keepOrHold, nothingKept, plus } from './keep-page.ts'
import { pageColumns } from './page-columns.ts'
import { inBatches, type Part, packed } from './page-jobs.ts'
import { retryPages } from './retry-pages.ts'
import { settingsOf } from './source-state.ts'

export interface SyncPagesDeps extends Clock {
  writer: Writer
  read: ReadDb
  /** `config`: its settings as they are kept; where they change meanwhile, what was asked by the old ones is not written. */
  source: { id: number; slug: string; config?: string }
  connected: Connected
  timer: Timer
  deadlines: Deadlines
  /** Records in a transaction at most; absent: as many as take about 7 ms, so that nobody else waits longer. */
  batch?: number
  signal: AbortSignal
  onProgress(done: number, total: number | null, unit: string, message?: string): void
  /** A person has confirmed that what a full reading no longer has is gone, however much it is. */
  acceptGone?: boolean
  /** Takes credentials out of words; errors of servers like to repeat what they were sent. */
  clean?(text: string): string
}

/** How a sync ended. `failure`: the source as a whole could not be read to its end. */
export interface PagesOutcome {
  report: SyncReport
  failure: SourceFailure | null
  /** The longest that one of its streams asked to be left alone, ms from now. */
  patienceMs: number | null
  /** There is history left behind the fresh data. */
  historyLeft: boolean
}

const BATCH = 200

/** The settings were changed while the source was read by the old ones; it is to be read again by the new ones. */
export class SettingsChanged extends Error {}

interface Run extends SyncPagesDeps {
  watch: Watch
  report: SyncReport
  /** What streams that failed asked for, ms. */
  wishes: number[]
  /** Records so far, of all streams. */
  count: { read: number }
  owners: KnownOwners
}

/**
 * Reads what is new at a connected source.
 *
 *   accounts ─▶ tickets ─▶ … ─▶ events ─▶ what waited for its account ─▶ (history, by `syncHistory`)
 *        │ one stream fails: its error is kept in words, the others go on
 *        │ the source fails: its records are kept, the next sync goes on from the last page
 *
 * The last rows of a page commit with its cursor. Its first rows may have committed before, in jobs of their own: a crash
 * reads the page again, and rows that are there already are not written.
 */
export async function syncFresh(deps: SyncPagesDeps): Promise<PagesOutcome> {
  return withRun(deps, async run => {
    const failure = await eachStream(run, run.connected.streams, stream => readFresh(run, stream))
    await retryPages({ ...deps, now: deps.now() }, 'waiting')
    return failure
  })
}

/**
 * Reads history behind the fresh data until none is left or `enough` says so, which is asked once for each page: at
 * least one is read. What is read goes behind everything else that wants to be written.
 */
export async function syncHistory(deps: SyncPagesDeps, enough: () => boolean): Promise<PagesOutcome> {
  return withRun(deps, async run => {
    const open = new Set(deps.read.all(withHistory(deps.source.id)).map(({ name }) => name))
    const streams = run.connected.streams.filter(({ name }) => open.has(name))
    const pause = { now: false }
    const failure = await eachStream(run, streams, async stream => {
      if (!pause.now) await readHistory(run, stream, () => (pause.now = enough()))
    })
    await retryPages({ ...deps, now: deps.now() }, 'waiting')
    return failure
  })
}

async function withRun(deps: SyncPagesDeps, work: (run: Run) => Promise<SourceFailure | null>): Promise<PagesOutcome> {
  const watch = startWatch(deps.signal, deps.deadlines, deps.timer)
  const run: Run = {
    ...deps,
    watch,
    report: { streams: [], cancelled: false },
    count: { read: 0 },
    wishes: [],
    owners: new KnownOwners(),
  }
  try {
    const failure = await work(run)
    run.report.cancelled = deps.signal.aborted
    const historyLeft = deps.read.all(withHistory(deps.source.id)).length > 0
    const patienceMs = run.wishes.length > 0 ? Math.max(...run.wishes) : null
    return { report: run.report, failure, patienceMs, historyLeft }
  } finally {
    watch.stop()
  }
}

/** Lower priority numbers first, then as given. Ends early where the source itself has failed, or somebody cancelled. */
async function eachStream(
  run: Run,
  streams: readonly ConnectedStream[],
  read: (stream: ConnectedStream) => Promise<unknown>,
): Promise<SourceFailure | null> {
  for (const stream of streams.toSorted((a, b) => a.priority - b.priority)) {
    try {
      await read(stream)
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      if (error.failure.kind === 'cancelled' && run.signal.aborted) return null
      const failure = discreetly(run, error)
      await remember(run, stream.name, failure.failure)
      if (failure.scope === 'source') return failure
      if (failure.retryAfterMs !== null) run.wishes.push(failure.retryAfterMs)
    }
  }
  return null
}

function discreetly({ clean = text => text }: Run, error: FailureError): SourceFailure {
  const { retryAfterMs, scope } = error instanceof SourceFailure ? error : new SourceFailure(error.failure)
  const { kind, what, why, todo } = error.failure
  return new SourceFailure({ kind, what: clean(what), why: clean(why), todo: clean(todo) }, { retryAfterMs, scope })
}

/** A failure as one line. */
export const wordsOf = ({ what, why, todo }: Failure): string => `${what} ${why} ${todo}`.trim()

/** Keeps the error in words for the list of sources. */
async function remember({ writer, source, now, report }: Run, stream: string, failure: Failure): Promise<void> {
  const words = wordsOf(failure)
  const own = report.streams.find(({ name }) => name === stream)
  if (own) own.error = words
  await writer.write('steady', tx => troubleStream(tx, source.id, stream, words, now()))
}

type StreamReport = SyncReport['streams'][number]

function reportOn({ report }: Run, name: string): StreamReport {
  const own: StreamReport = { name, read: 0, changed: 0, unchanged: 0, quarantined: 0, bytes: 0, ms: 0 }
  report.streams.push(own)
  return own
}

/** Writes what was asked by the settings of the beginning only while they are those of now. */
const write = <T>({ writer, source }: Run, priority: Priority, job: (tx: WriteDb) => T): Promise<T> =>
  writer.write(priority, tx => {
    if (source.config !== undefined && tx.get(settingsOf(source.id))?.config !== source.config)
      throw new SettingsChanged()
    return job(tx)
  })

async function readFresh(run: Run, stream: ConnectedStream): Promise<void> {
  const { source, read } = run
  const own = reportOn(run, stream.name)
  const known = read.get(connectedRow(source.id, stream.name))
  const cursor = known?.cursor ?? null
  const pages = stream.pages({ cursor, part: 'fresh', signal: run.watch.signal, say: say(run, stream.name) })
  const seen = stream.complete ? createSeenIds() : null
  const columns = columnsOf(run, stream, own, cursor === null ? null : known?.report)
  let isFull = false
  let pagesRead = 0
  const isReplaced = stream.complete?.isReplaced === true
  await columns.of(() =>
    eachPage(run, pages, own, async page => {
      isFull = isReplaced ? page.replaces === true : page.full === true && (isFull || pagesRead === 0)
      pagesRead++
      if (seen && (!isReplaced || page.isCounted)) noteSeen(seen, page)
      if (page.warning !== undefined) own.warning ??= page.warning
      await keepPage(run, stream, page, 'steady', own, (tx, kept) =>
        advanceFresh(tx, source.id, stream.name, page, stream.canBackfill, kept),
      )
      columns.add(page)
    }),
  )
  const refused =
    stream.complete && seen && isFull
      ? await sweepStream({ ...run, sourceId: source.id, slug: source.slug, now: run.now() }, stream, seen, own)
      : null
  const rate = own.read > 0 && own.ms > 0 ? (own.read * 1_000) / own.ms : null
  await write(run, 'steady', tx => finishFresh(tx, source.id, stream, run.now(), rate))
  if (refused !== null) {
    own.error = refused
    await write(run, 'steady', tx => troubleStream(tx, source.id, stream.name, refused, run.now()))
  }
}

/** What the pages of a reading say of their columns, which goes on from the report so far. */
const columnsOf = (run: Run, stream: ConnectedStream, own: StreamReport, report: string | null | undefined) =>
  pageColumns(stream, own, report ?? null, {
    ...(run.clean && { clean: run.clean }),
    save: found => write(run, 'steady', tx => reportStream(tx, run.source.id, stream.name, found)),
  })

async function readHistory(run: Run, stream: ConnectedStream, enough: () => boolean): Promise<void> {
  const { source, read } = run
  const row = read.get(connectedRow(source.id, stream.name))
  const history = historyOf(row)
  if (history === null) return
  const own = reportOn(run, stream.name)
  const { anchor } = history
  const advance = (tx: WriteDb, to: History | null, kept: Kept) => advanceHistory(tx, source.id, stream.name, to, kept)
  const columns = columnsOf(run, stream, own, row?.report)
  const ask = { cursor: history.cursor, anchor, signal: run.watch.signal, say: say(run, `${stream.name}, history`) }
  const keep = async (page: Page) => {
    const to = { cursor: page.cursor, anchor }
    await keepPage(run, stream, page, 'bulk', own, (tx, kept) => advance(tx, to, kept))
    columns.add(page)
  }
  const ended =
    !stream.canBackfill ||
    (await columns.of(() => eachPage(run, stream.pages({ ...ask, part: 'backfill' }), own, keep, enough)))
  if (ended) await write(run, 'steady', tx => advance(tx, null, nothingKept()))
}

const mixedWords = ([first = '', ...more]: readonly string[]): string =>
  `The revenue of account “${first}”${more.length > 0 ? ` and ${more.length} more` : ''} is in several currencies, which are not added up: it is unknown.`

const say = (run: Run, name: string) => (words: string) => {
  run.watch.alive()
  run.onProgress(run.count.read, null, 'records', `${name}: ${run.clean?.(words) ?? words}`)
}

/** One page in jobs of at most `batch` rows; `advance` moves the cursor in the last of them. */
async function keepPage(
  run: Run,
  stream: ConnectedStream,
  page: Page,
  priority: Priority,
  own: StreamReport,
  advance: (tx: WriteDb, kept: Kept) => void,
): Promise<void> {
  const target: KeepTarget = {
    sourceId: run.source.id,
    slug: run.source.slug,
    stream: stream.name,
    record: stream.record,
    fills: stream.fills,
    keepsRaw: run.connected.reconvert !== undefined,
    now: run.now(),
    owners: run.owners,
  }
  const { batch = BATCH } = run
  const parts: Part[] = [
    ...inBatches(page.records, batch, (tx, some) => keepOrHold(tx, target, some)),
    ...inBatches(page.misfits, batch, (tx, some) => keepMisfits(tx, target, some)),
    ...inBatches(page.gone, batch, (tx, some) => keepGone(tx, target, some)),
  ]
  own.read += page.records.length + page.misfits.length + page.gone.length
  run.count.read += page.records.length + page.misfits.length + page.gone.length
  own.bytes += page.bytes
  const jobs = packed(parts, batch)
  for (const [n, job] of jobs.entries()) {
    const kept = await write(run, priority, tx => {
      const all = job.map(part => part.keep(tx)).reduce(plus, nothingKept())
      if (n === jobs.length - 1) advance(tx, all)
      else growStream(tx, run.source.id, stream.name, all)
      return all
    })
    if (kept.mixed.length > 0) own.warning ??= mixedWords(kept.mixed)
    own.changed += kept.changed
    own.unchanged += kept.unchanged
    own.quarantined += kept.quarantined
  }
}
