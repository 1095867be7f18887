import type { Finding } from '../../../shared/model/finding.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { query } from '../../cache/db.ts'
import type { Check } from '../check.ts'
import { IS_READ } from '../read-streams.ts'

interface Stream {
  sourceId: number
  source: string
  name: string
  newest: number | null
  synced: number | null
  error: string | null
  paused: number
  schedule: number | null
}

const streams = query<Stream>(
  `SELECT s.id AS sourceId, s.name AS source, t.name, t.newest_at AS newest, t.synced_at AS synced, t.error, s.paused,
     s.schedule_ms AS schedule FROM stream t JOIN source s ON s.id = t.source_id WHERE ${IS_READ}
   ORDER BY s.id, t.name`,
)

/** The newest fact of any stream: by it a stream that stands still is told from a workspace that nobody syncs. */
const lag = (stream: Stream, freshest: number): number | null =>
  stream.newest === null ? null : freshest - stream.newest

const span = (ms: number): string => (ms >= 2 * DAY ? `${Math.round(ms / DAY)} days` : `${Math.round(ms / HOUR)} hours`)

/** How far a stream may lie behind the freshest one before it is said. */
const BEHIND = 7 * DAY

/** Streams that failed, and streams whose newest fact lies far behind that of the others. */
export const laggingStreams: Check = ({ db }) => {
  const all = db.all(streams)
  const freshest = Math.max(...all.map(({ newest }) => newest ?? Number.NEGATIVE_INFINITY))
  return all.flatMap((stream): Finding[] => {
    const { source, name, error, sourceId, paused } = stream
    const say = (what: string, why: string, todo: string): Finding[] => [
      { check: 'lagging_streams', what, why, todo, count: 1, examples: [], sourceId },
    ]
    const old = 'Data that stand still look like customers who have gone quiet.'
    if (error !== null)
      return say(`${name} of ${source} was not read to its end: ${error}`, old, `Sync ${source} again.`)
    const behind = lag(stream, freshest)
    if (behind === null || behind <= BEHIND) return []
    return say(
      `${name} of ${source} is ${span(behind)} behind the newest data of this workspace.`,
      old,
      paused ? `${source} is paused: resume it.` : `Look whether ${source} still writes ${name}, and sync it.`,
    )
  })
}
