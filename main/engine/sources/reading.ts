import { z } from 'zod'
import type { SyncReport } from '../../../shared/model/source.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { type FilesConfig, filesConfigSchema } from '../../../shared/source/mapping.ts'
import { sampleConfigSchema } from '../../../shared/source/sample-config.ts'
import { isConnected } from '../../../shared/source/source-config.ts'
import { query } from '../../cache/db.ts'
import { tryLock } from '../../cache/leader.ts'
import { sampleRecords } from '../../source/door.ts'
import {
  allSources,
  retryQuarantine,
  type SourceRow,
  sourceById,
  sourceFailed,
  sourceWentWell,
  syncBatches,
  syncSource,
  wordsOf,
} from '../../sync/door.ts'
import type { TaskHandle, Tasks } from '../open/tasks.ts'
import { sampleAnswers } from '../sample/reply.ts'
import { type ConnectedDeps, readConnected, readHistoryOf, retryConnected } from './connected.ts'
import { afterFailure, afterSuccess } from './schedule.ts'
import { createSlots } from './slots.ts'

export interface SourceReading {
  /** One source, or all that are not paused. */
  /** `acceptGone`: a person has confirmed that what a full reading of this source no longer has is gone. */
  sync(sourceId: number | undefined, acceptGone?: boolean): Promise<Result<SyncReport>>
  /** A slice of the history of one source, until `enough`. */
  history(sourceId: number, enough: () => boolean): Promise<Result<SyncReport>>
  retryQuarantine(sourceId: number): Promise<Result<{ accepted: number; left: number }>>
  /** There is a source that no schedule will fill, and nothing was ever read. */
  neverSynced(): boolean
  /** Half of something is in the cache: files, or the first of all sources. It looks like silence. */
  loading(): boolean
  /** The files that fill the workspace were read in part, and nothing else was ever read whole. */
  cutOff(): boolean
  busy(sourceId: number): boolean
  /** How many more sources may be read now. */
  free(): number
  /** Somebody waits for a source to be read. */
  waiting(): boolean
  settled(): Promise<void>
}

/** Sources that are read at once. More would only fight for the writer; one alone would wait for a slow server. */
const AT_ONCE = 2

/**
 *   sync, schedule ─▶ [slot of its source, two at a time, one process] ─▶ files │ sample │ connected ─▶ cache
 *
 * A source is never read twice at once: who asks for one that is being read gets the answer of that reading.
 */
export function createSourceReading(deps: ConnectedDeps & { tasks: Tasks; background: boolean }): SourceReading {
  const { writer, read, clock, tasks, dir } = deps
  const slots = createSlots(AT_ONCE)
  const fresh = new Map<number, Promise<Result<SyncReport>>>()
  let loads = 0

  /** Runs work on a source in its slot, with the row as it is then. */
  const withSource = <T>(id: number, work: (row: SourceRow) => Promise<Result<T>>): Promise<Result<T>> =>
    slots.run(id, async () => {
      // Work that still waited when the workspace is closed is done when it is opened again.
      if (deps.closing.aborted) return closed
      const row = read.get(sourceById(id))
      if (!row) return nothingToRead(id)
      const lock = tryLock(dir, `source-${id}.lock`)
      if (!lock) return beingRead(row.name)
      return work(row).finally(() => lock.release())
    })

  const readLocal = (row: SourceRow, acceptGone: boolean) =>
    tasks.run(
      row.kind === 'sample' ? 'sample' : 'sync',
      `Reading ${row.name}`,
      task => readLocalAs(row, task, acceptGone),
      row.id,
    )

  const readLocalAs = (row: SourceRow, task: TaskHandle, acceptGone: boolean): Promise<Result<SyncReport>> => {
    const common = { writer, read, dir, now: clock.now(), signal: task.signal, onProgress: task.progress }
    const { id, slug } = row
    if (row.kind === 'files')
      return syncSource({ ...common, acceptGone, source: { id, slug, config: parseConfig(row.config) } })
    const config = sampleConfigSchema.parse(JSON.parse(row.config))
    return syncBatches({
      ...common,
      source: { id, slug },
      stream: 'shop',
      batches: sampleRecords({ ...config, ...sampleAnswers(read) }),
    })
  }

  /** Files that are read on a schedule stand in it like others. */
  const inSchedule = async (row: SourceRow, done: Result<SyncReport>): Promise<Result<SyncReport>> => {
    const { id, schedule_ms, failures } = row
    if (schedule_ms === null) return done
    const [wall, random] = [clock.wall(), deps.random()]
    await writer.write('steady', tx =>
      done.ok
        ? sourceWentWell(tx, id, afterSuccess(schedule_ms, wall, random))
        : sourceFailed(tx, id, wordsOf(done.error), afterFailure(failures + 1, wall, random, null)),
    )
    return done
  }

  const readOne = async (row: SourceRow, acceptGone = false): Promise<Result<SyncReport>> => {
    if (!readable(row)) return needsPushdown
    // A new source beside others must not hold up what these know: only a workspace that is being filled waits.
    const load = !isConnected(row.kind) || !read.get(anythingRead)
    if (load) loads++
    try {
      if (!isConnected(row.kind)) return await inSchedule(row, await readLocal(row, acceptGone))
      const whole = !deps.background
      return await tasks.run(
        'sync',
        `Reading ${row.name}`,
        task => readConnected(deps, row, task, { whole, acceptGone }),
        row.id,
      )
    } finally {
      if (load) loads--
    }
  }

  const freshOf = (id: number): Promise<Result<SyncReport>> => {
    const running = fresh.get(id)
    if (running) return running
    const next = withSource(id, row => readOne(row)).finally(() => fresh.delete(id))
    fresh.set(id, next)
    return next
  }

  return {
    sync: async (sourceId, acceptGone = false) => {
      if (sourceId !== undefined && acceptGone) return withSource(sourceId, row => readOne(row, true))
      if (sourceId !== undefined) return freshOf(sourceId)
      const all = read.all(allSources).filter(readable)
      if (all.length === 0) return nothingToRead(undefined)
      const wanted = all.filter(row => !row.paused)
      if (wanted.length === 0) return allPaused
      return together(await Promise.all(wanted.map(row => freshOf(row.id))))
    },
    history: (sourceId, enough) =>
      withSource(sourceId, row =>
        tasks.run('sync', `Reading the history of ${row.name}`, task => readHistoryOf(deps, row, task, enough), row.id),
      ),
    retryQuarantine: sourceId =>
      withSource(sourceId, async row => {
        if (isConnected(row.kind)) return retryConnected(deps, row, new AbortController().signal)
        if (row.kind !== 'files') return ok({ accepted: 0, left: 0 })
        const source = { id: row.id, slug: row.slug, config: parseConfig(row.config) }
        return retryQuarantine({ writer, read, now: clock.now(), source })
      }),
    neverSynced: () =>
      read.get(
        query(`SELECT 1 FROM source WHERE kind IN ('files', 'sample', 'warehouse')
          AND NOT EXISTS (SELECT 1 FROM stream WHERE synced_at IS NOT NULL)`),
      ) !== undefined,
    loading: () => loads > 0,
    cutOff: () => read.get(partOfFirst) !== undefined,
    busy: slots.busy,
    free: slots.free,
    waiting: () => slots.waiting() > 0,
    settled: slots.idle,
  }
}

/** A source beside others must not hold up what these know. */
const partOfFirst = query(
  `SELECT 1 FROM stream t JOIN source s ON s.id = t.source_id
   WHERE s.kind = 'files' AND t.cursor IS NOT NULL AND t.synced_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM stream o WHERE o.source_id <> t.source_id AND o.synced_at IS NOT NULL) LIMIT 1`,
)
const anythingRead = query('SELECT 1 FROM stream WHERE synced_at IS NOT NULL LIMIT 1')

/** The reports of several sources as one; where any failed, the first failure. What the others brought is kept. */
function together(all: readonly Result<SyncReport>[]): Result<SyncReport> {
  const failed = all.find(one => !one.ok)
  if (failed) return failed
  const reports = all.flatMap(one => (one.ok ? [one.value] : []))
  return ok({
    streams: reports.flatMap(report => report.streams),
    cancelled: reports.some(report => report.cancelled),
  })
}

/** A warehouse is asked with an address and a password, which are not kept: only the pushdown reads it. */
const readable = ({ kind }: Pick<SourceRow, 'kind'>): boolean => kind !== 'warehouse'

const needsPushdown: Result<never> = fail(
  'refused',
  'The warehouse was not read.',
  'The workspace does not store the warehouse’s address and password.',
  'Run `forestall pushdown` with its address.',
)

const allPaused: Result<never> = fail(
  'refused',
  'Nothing was read.',
  'Every source is paused.',
  'Resume a source, or sync one directly.',
)

const closed: Result<never> = fail('cancelled', 'Nothing was read.', 'The workspace is being closed.', 'Open it again.')

const beingRead = (name: string): Result<never> =>
  fail(
    'conflict',
    `${name} was not read.`,
    'Another window or command is syncing this source right now.',
    'Wait until that sync has finished.',
  )

const parseConfig = (text: string): FilesConfig => filesConfigSchema.parse(z.json().parse(JSON.parse(text)))

const nothingToRead = (id: number | undefined): Result<never> =>
  id === undefined
    ? fail('not_found', 'There is nothing to read.', 'No source is connected.', 'Connect a source first.')
    : fail(
        'not_found',
        `There is no source ${id}.`,
        'The source may belong to another workspace.',
        'Check the list of sources.',
      )
