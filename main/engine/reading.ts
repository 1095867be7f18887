import { z } from 'zod'
import type { Clock } from '../../shared/clock.ts'
import { type FilesConfig, filesConfigSchema } from '../../shared/mapping.ts'
import type { SyncReport } from '../../shared/model.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { query, type ReadDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import { sampleRecords } from '../source/sample.ts'
import { retryQuarantine, syncBatches, syncSource } from '../sync/sync.ts'
import { sampleConfigSchema } from './sample-config.ts'
import { sparedOf } from './sample-reply.ts'
import type { Tasks } from './tasks.ts'

export interface Reading {
  sync(sourceId: number | undefined): Promise<Result<SyncReport>>
  retryQuarantine(sourceId: number): Promise<Result<{ accepted: number; left: number }>>
  /** There is a source, and nothing was ever read from it. */
  neverSynced(): boolean
  settled(): Promise<void>
}

interface SourceRow {
  id: number
  slug: string
  name: string
  kind: string
  config: string
}

const sources = query<SourceRow>('SELECT id, slug, name, kind, config FROM source ORDER BY id')

/** Reads sources into the cache, one at a time: two loads at once would only fight for the writer. */
export function createReading(deps: {
  writer: Writer
  read: ReadDb
  clock: Clock
  tasks: Tasks
  dir: string
}): Reading {
  const { writer, read, clock, tasks, dir } = deps
  let last: Promise<unknown> = Promise.resolve()

  const syncOne = (source: SourceRow): Promise<Result<SyncReport>> =>
    tasks.run(source.kind === 'sample' ? 'sample' : 'sync', `Reading ${source.name}`, task => {
      const common = { writer, read, dir, now: clock.now(), signal: task.signal, onProgress: task.progress }
      const { id, slug } = source
      if (source.kind === 'files')
        return syncSource({ ...common, source: { id, slug, config: parseConfig(source.config) } })
      const config = sampleConfigSchema.parse(JSON.parse(source.config))
      const batches = sampleRecords({ ...config, spared: sparedOf(read) })
      return syncBatches({ ...common, source: { id, slug }, stream: 'shop', batches })
    })

  const sync = async (sourceId: number | undefined): Promise<Result<SyncReport>> => {
    const wanted = read
      .all(sources)
      .filter(source => (sourceId === undefined ? readable(source) : source.id === sourceId))
    if (wanted.length === 0) return nothingToRead(sourceId)
    if (!wanted.every(readable)) return needsPushdown
    const reports: SyncReport[] = []
    for (const source of wanted) {
      const report = await syncOne(source)
      if (!report.ok) return report
      reports.push(report.value)
    }
    return ok({
      streams: reports.flatMap(report => report.streams),
      cancelled: reports.some(report => report.cancelled),
    })
  }

  return {
    sync: sourceId => {
      const next = last.then(() => sync(sourceId))
      last = next.catch(() => {})
      return next
    },
    retryQuarantine: async sourceId => {
      const source = read.all(sources).find(candidate => candidate.id === sourceId)
      if (!source) return nothingToRead(sourceId)
      if (source.kind !== 'files') return ok({ accepted: 0, left: 0 })
      const config = parseConfig(source.config)
      return retryQuarantine({ writer, read, now: clock.now(), source: { id: source.id, slug: source.slug, config } })
    },
    neverSynced: () =>
      read.get(query('SELECT 1 FROM source WHERE NOT EXISTS (SELECT 1 FROM stream WHERE synced_at IS NOT NULL)')) !==
      undefined,
    settled: () => last.then(() => {}),
  }
}

/** A warehouse is asked with an address and a password, which are not kept: only the pushdown reads it. */
const readable = (source: SourceRow): boolean => source.kind !== 'warehouse'

const needsPushdown: Result<never> = fail(
  'refused',
  'The warehouse was not read.',
  'Its address and password are not kept here.',
  'Run `forestall pushdown` with its address.',
)

const parseConfig = (text: string): FilesConfig => filesConfigSchema.parse(z.json().parse(JSON.parse(text)))

const nothingToRead = (id: number | undefined): Result<never> =>
  id === undefined
    ? fail('not_found', 'There is nothing to read.', 'No source is connected.', 'Connect files first.')
    : fail(
        'not_found',
        `There is no source ${id}.`,
        'It may belong to another workspace.',
        'Look at the list of sources.',
      )
