import { z } from 'zod'
import { murmur3 } from '../../shared/hash.ts'
import type { Trigger } from '../../shared/trigger.ts'
import { query, type ReadDb, type WriteDb } from '../cache/db.ts'
import { getSetting, putSetting } from '../cache/settings.ts'

const WATCHED = 'signal.watched'
const watchedSchema = z.object({
  /** Streams that had been read. */
  streams: z.array(z.string()),
  triggers: z.record(z.string(), z.object({ mark: z.int(), since: z.int() })),
})

const readStreams = query<{ name: string }>(
  `SELECT source_id || ' ' || name AS name FROM stream WHERE synced_at IS NOT NULL ORDER BY 1`,
)

/** Since when each trigger has been watched, UTC ms. */
export const watchedSince = (db: ReadDb): Map<string, number> =>
  new Map(Object.entries(getSetting(db, WATCHED, watchedSchema)?.triggers ?? {}).map(([id, { since }]) => [id, since]))

/**
 * Keeps since when each trigger has been watched. Watching begins anew where what a trigger looks for has changed, and for all of them when
 * a stream was read for the first time: what a history brings was there before, however suddenly it appears here. A
 * clock that was set back begins anew, too.
 */
export function watch(tx: WriteDb, triggers: readonly Trigger[], now: number): void {
  const before = getSetting(tx, WATCHED, watchedSchema)
  const streams = tx.all(readStreams).map(({ name }) => name)
  const isNew = streams.some(name => !before?.streams.includes(name))
  const after = triggers.map(({ id, when, closeWhen, cause }) => {
    const known = before?.triggers[id]
    const mark = murmur3(JSON.stringify([when, closeWhen, cause]))
    const since = known && !isNew && known.mark === mark && known.since <= now ? known.since : now
    return [id, { mark, since }] as const
  })
  const value = { streams, triggers: Object.fromEntries(after) }
  if (JSON.stringify(before) !== JSON.stringify(value)) putSetting(tx, WATCHED, value)
}
