import { z } from 'zod'
import { own } from '../../../shared/foreign/own.ts'
import { murmur3 } from '../../../shared/hash.ts'
import { kindsOf } from '../../../shared/trigger/activity.ts'
import { type Condition, firesWhen, type Trigger } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb, type WriteDb } from '../../cache/db.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { needsOf, objectKindsOf, planCondition, readsAttributes } from '../language/detect.ts'

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

/** What some streams, by a JSON list of their names, have brought. */
const broughtBy = (streams: string) =>
  query<Kind>(
    `SELECT DISTINCT record, kind FROM stream_kind
     WHERE source_id || ' ' || stream IN (SELECT value FROM json_each(?))`,
    [streams],
  )

interface Kind {
  record: string
  kind: string
}

/**
 * Keeps since when each trigger has been watched. Watching begins again where what a trigger looks for has changed, and
 * where a stream was read for the first time that brings what it looks at: what a history brings was there before,
 * however suddenly it appears here. A clock that was set back begins again, too.
 */
export function watch(tx: WriteDb, triggers: readonly Trigger[], now: number): void {
  const before = getSetting(tx, WATCHED, watchedSchema)
  const streams = tx.all(readStreams).map(({ name }) => name)
  const fresh = streams.filter(name => !before?.streams.includes(name))
  const brought = fresh.length === 0 ? [] : tx.all(broughtBy(JSON.stringify(fresh)))
  const after = triggers.map(trigger => {
    const { id, when, closeWhen, cause, each } = trigger
    const known = own(before?.triggers, id)
    const mark = murmur3(JSON.stringify([when, closeWhen, cause, ...(each ? [each] : [])]))
    const isNew = brought.length > 0 && concerns(firesWhen(trigger), brought)
    const since = known && !isNew && known.mark === mark && known.since <= now ? known.since : now
    return [id, { mark, since }] as const
  })
  const value = { streams, triggers: Object.fromEntries(after) }
  if (JSON.stringify(before) !== JSON.stringify(value)) putSetting(tx, WATCHED, value)
}

/** Whether a condition looks at any of these. */
function concerns(when: Condition, brought: readonly Kind[]): boolean {
  const plan = [planCondition(when)]
  const events = new Set(needsOf(plan).flatMap(({ kind }) => kindsOf(kind)))
  const objects = new Set(objectKindsOf(plan))
  return brought.some(({ record, kind }) => {
    if (record === 'event') return events.has(kind)
    if (record === 'object') return objects.has(kind)
    return record === 'account' && readsAttributes(plan)
  })
}
