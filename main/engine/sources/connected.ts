import type { Clock, Timer } from '../../../shared/clock.ts'
import type { SyncReport } from '../../../shared/model/source.ts'
import { type Failure, FailureError, fail, ok, type Result } from '../../../shared/result.ts'
import { isConnected } from '../../../shared/source/source-config.ts'
import { DAY, MINUTE } from '../../../shared/trigger/duration.ts'
import type { ReadDb, WriteDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import type { Connected, OpenDeps } from '../../record/page.ts'
import {
  DEADLINES,
  type PagesOutcome,
  retryPages,
  SettingsChanged,
  type SourceRow,
  type SyncPagesDeps,
  sourceFailed,
  sourceIsWell,
  sourceWentWell,
  startWatch,
  syncFresh,
  syncHistory,
  wordsOf,
} from '../../sync/door.ts'
import type { TaskHandle } from '../open/tasks.ts'
import type { SecretStore } from '../secrets-store.ts'
import { afterFailure, afterSuccess } from './schedule.ts'
import type { ConnectedKinds } from './source-kinds.ts'
import { discreet, secretsOf } from './source-secrets.ts'

export interface ConnectedDeps {
  writer: Writer
  read: ReadDb
  clock: Clock
  random: () => number
  timer: Timer
  dir: string
  secrets: SecretStore
  kinds: ConnectedKinds
  /** The workspace is being closed, so what ends now was not cancelled by a person. */
  closing: AbortSignal
}

/** Opening and closing a source is no place to wait. */
const OPENING = { totalMs: 2 * MINUTE, idleMs: 2 * MINUTE }

/** Resolves after `ms`, or at once when the signal aborts. */
export const sleeper =
  (timer: Timer): OpenDeps['sleep'] =>
  (ms, signal) =>
    new Promise(resolve => {
      const end = () => {
        stop()
        signal.removeEventListener('abort', end)
        resolve()
      }
      const stop = timer(ms, end)
      signal.addEventListener('abort', end)
      if (signal.aborted) end()
    })

interface OpenSource {
  connected: Connected
  /** Takes credentials out of words. */
  clean(text: string): string
}

/** Opens a source for `work` and closes it afterwards. */
async function opened<T>(
  deps: ConnectedDeps,
  { kind, config, id }: Pick<SourceRow, 'kind' | 'config' | 'id'>,
  signal: AbortSignal,
  work: (source: OpenSource) => Promise<T>,
): Promise<Result<T>> {
  const known = isConnected(kind) ? deps.kinds[kind] : undefined
  if (!known) return notHere(kind)
  const { secrets, clean } = discreet(secretsOf(deps.secrets, id))
  const { wall } = deps.clock
  const open = { secrets, dir: deps.dir, wall, random: deps.random, sleep: sleeper(deps.timer) }
  const source = await soon(deps, signal, known.open(JSON.parse(config), open))
  if (!source.ok) return { ok: false, error: cleaned(source.error, clean) }
  try {
    return ok(await work({ connected: source.value, clean }))
  } finally {
    // Its own trouble in closing is nobody's any more.
    await soon(deps, new AbortController().signal, source.value.close()).catch(() => {})
  }
}

async function soon<T>(deps: ConnectedDeps, signal: AbortSignal, work: Promise<T>): Promise<T> {
  const watch = startWatch(signal, OPENING, deps.timer)
  try {
    return await watch.guard(work)
  } finally {
    watch.stop()
  }
}

const cleaned = (failure: Failure, clean: (text: string) => string): Failure => ({
  ...failure,
  what: clean(failure.what),
  why: clean(failure.why),
  todo: clean(failure.todo),
})

const notHere = (kind: string): Result<never> =>
  fail(
    'unavailable',
    'The source cannot be read here.',
    `This version does not know sources of the kind “${kind}”.`,
    'Update Forestall.',
  )

const pagesDeps = (deps: ConnectedDeps, row: SourceRow, source: OpenSource, task: TaskHandle): SyncPagesDeps => ({
  writer: deps.writer,
  read: deps.read,
  source: { id: row.id, slug: row.slug, config: row.config },
  connected: source.connected,
  now: deps.clock.now,
  wall: deps.clock.wall,
  timer: deps.timer,
  deadlines: DEADLINES,
  signal: task.signal,
  onProgress: task.progress,
  clean: source.clean,
})

/**
 * Reads what is new, and with `wholeHistory` all that lies behind it, and keeps in the schedule how it went. A source
 * that fails is tried again later and later, but never before it wants to be.
 */
export function readConnected(
  deps: ConnectedDeps,
  row: SourceRow,
  task: TaskHandle,
  wholeHistory: boolean,
): Promise<Result<SyncReport>> {
  const work = async (source: OpenSource): Promise<PagesOutcome> => {
    const pages = pagesDeps(deps, row, source, task)
    const fresh = await syncFresh(pages)
    if (!wholeHistory || fresh.failure || !fresh.historyLeft || task.signal.aborted) return fresh
    const history = await syncHistory({ ...pages, deadlines: WHOLE_HISTORY }, () => false)
    const { streams, cancelled } = history.report
    return { ...history, report: { streams: [...fresh.report.streams, ...streams], cancelled } }
  }
  return noted(deps, row, opened(deps, row, task.signal, work), patienceMs => {
    const { schedule_ms } = row
    const wall = deps.clock.wall()
    const nextAt = schedule_ms === null ? null : afterSuccess(schedule_ms, wall, deps.random())
    const later = patienceMs !== null && patienceMs > (schedule_ms ?? 0)
    return tx => sourceWentWell(tx, row.id, nextAt, later ? wall + patienceMs : null)
  })
}

const WHOLE_HISTORY = { ...DEADLINES, totalMs: 7 * DAY }

/** Reads a slice of history, until `enough`. */
export function readHistoryOf(
  deps: ConnectedDeps,
  row: SourceRow,
  task: TaskHandle,
  enough: () => boolean,
): Promise<Result<SyncReport>> {
  const work = (source: OpenSource) => syncHistory(pagesDeps(deps, row, source, task), enough)
  return noted(deps, row, opened(deps, row, task.signal, work), () => tx => sourceIsWell(tx, row.id))
}

/** Keeps with the source how its reading ended. A reading that ends because the workspace is closed goes on later. */
async function noted(
  deps: ConnectedDeps,
  row: SourceRow,
  reading: Promise<Result<PagesOutcome>>,
  onSuccess: (patienceMs: number | null) => (tx: WriteDb) => unknown,
): Promise<Result<SyncReport>> {
  const failed = async (error: Failure, hint: number | null): Promise<Result<never>> => {
    const retryAt = afterFailure(row.failures + 1, deps.clock.wall(), deps.random(), hint)
    await deps.writer.write('steady', tx => sourceFailed(tx, row.id, wordsOf(error), retryAt))
    return { ok: false, error }
  }
  try {
    const done = await reading
    if (!done.ok) return done.error.kind === 'cancelled' ? cancelled : failed(done.error, null)
    const { report, failure, patienceMs } = done.value
    if (failure) return failed(failure.failure, failure.retryAfterMs)
    if (!report.cancelled || !deps.closing.aborted) await deps.writer.write('steady', onSuccess(patienceMs))
    return ok(report)
  } catch (error) {
    if (error instanceof SettingsChanged) return cancelled
    if (!(error instanceof FailureError)) await failed(UNEXPECTED, null)
    else if (error.failure.kind === 'cancelled') return cancelled
    else return failed(error.failure, null)
    throw error
  }
}

const cancelled: Result<SyncReport> = ok({ streams: [], cancelled: true })

const UNEXPECTED: Failure = {
  kind: 'io',
  what: 'The source could not be read.',
  why: 'Forestall ran into an internal error.',
  todo: 'Forestall retries the source. If the error remains, please report it.',
}

/** Tries quarantined rows of a source again by the mapping of today. */
export async function retryConnected(
  deps: ConnectedDeps,
  row: SourceRow,
  signal: AbortSignal,
): Promise<Result<{ accepted: number; left: number }>> {
  const { writer, read, clock } = deps
  return opened(deps, row, signal, ({ connected }) =>
    retryPages({ writer, read, source: { id: row.id, slug: row.slug }, connected, now: clock.now(), signal }, 'all'),
  )
}
