import { z } from 'zod'
import { moment } from '../../shared/model/values.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { filesConfigSchema } from '../../shared/source/mapping.ts'
import {
  DEFAULT_SCHEDULES,
  isConnected,
  readSourceConfig,
  SOURCE_KINDS,
  type SourceKind,
} from '../../shared/source/source-config.ts'
import { freeSlug, freeSlugBefore } from '../../shared/text/slug.ts'
import { DAY, MINUTE } from '../../shared/trigger/duration.ts'
import { query, statement, type WriteDb } from '../cache/db.ts'
import { defineCommand, type Json } from '../cache/journal.ts'
import { gone, type Uid, uidOf } from '../cache/uid.ts'
import { streamsProblem } from './config-problem.ts'

const name = z.string().trim().min(1).max(120)
// The second is for settings that others read; what a kind keeps is held to its own schema when it is applied.
const config = z.union([filesConfigSchema, z.json()])
/** Characters of a slug, a number behind it apart. */
const MOST_OF_SLUG = 40
const addArgs = z.object({
  name,
  /** What the slug is made from; the name in plain letters. */
  slug: z.string().max(200).optional(),
  kind: z.enum(SOURCE_KINDS),
  config,
  notBefore: moment.optional(),
})
const sourceId = uidOf('source')

interface SourceRow {
  id: number
  kind: SourceKind
  name: string
  config: string
  paused: number
  schedule_ms: number | null
}

const named = (slug: Uid<'source'>) =>
  query<SourceRow>('SELECT id, kind, name, config, paused, schedule_ms FROM source WHERE slug = ?', [slug])

/** Connects a source. Its slug, which names accounts for good, is made from the name and never changes. */
export const addSource = defineCommand({
  name: 'source.add',
  args: addArgs,
  apply: (tx, { name, slug, kind, config, notBefore }) => {
    const wrong = unfit(kind, config)
    if (wrong) return wrong
    const uid = freeSlugIn(tx, { name, slug })
    const { lastId } = tx.run(
      statement('INSERT INTO source (slug, kind, name, config, schedule_ms, next_at) VALUES (?, ?, ?, ?, ?, ?)', [
        uid,
        kind,
        name,
        JSON.stringify(config),
        DEFAULT_SCHEDULES[kind],
        notBefore ?? null,
      ]),
    )
    return ok({ value: { sourceId: lastId }, undo: { command: 'source.remove', args: { sourceId: uid } } })
  },
})

/** Changes name, streams and mappings. What was read before stays; the next sync reads everything by the new mapping. */
export const updateSource = defineCommand({
  name: 'source.update',
  args: z.object({ sourceId, name, config }),
  apply: (tx, { sourceId, name, config }) => {
    const before = tx.get(named(sourceId))
    if (!before) return gone('source', sourceId)
    const wrong = unfit(before.kind, config)
    if (wrong) return wrong
    const text = JSON.stringify(config)
    tx.run(statement('UPDATE source SET name = ?, config = ? WHERE id = ?', [name, text, before.id]))
    if (isConnected(before.kind) && text !== before.config) readAnew(tx, before.id)
    const args: Json = { sourceId, name: before.name, config: JSON.parse(before.config) as Json }
    return ok({ value: null, undo: { command: 'source.update', args } })
  },
})

// A source of files sees for itself that its mapping has changed.
function readAnew(tx: WriteDb, sourceId: number): void {
  tx.run(statement('UPDATE stream SET cursor = NULL, backfill = NULL WHERE source_id = ?', [sourceId]))
  tx.run(statement('UPDATE source SET next_at = NULL, retry_at = NULL, failures = 0 WHERE id = ?', [sourceId]))
}

/** Stops the schedule of a source, or lets it go on. What a person asks for by hand is read anyway. */
export const pauseSource = defineCommand({
  name: 'source.pause',
  args: z.object({ sourceId, paused: z.boolean() }),
  apply: (tx, { sourceId, paused }) => {
    const before = tx.get(named(sourceId))
    if (!before) return gone('source', sourceId)
    tx.run(statement('UPDATE source SET paused = ? WHERE id = ?', [Number(paused), before.id]))
    const args: Json = { sourceId, paused: before.paused === 1 }
    return ok({ value: null, undo: { command: 'source.pause', args } })
  },
})

/** How often a source is read, ms; null: only by hand. */
export const scheduleSource = defineCommand({
  name: 'source.schedule',
  args: z.object({
    sourceId,
    scheduleMs: z
      .int()
      .min(MINUTE)
      .max(7 * DAY)
      .nullable(),
  }),
  apply: (tx, { sourceId, scheduleMs }) => {
    const before = tx.get(named(sourceId))
    if (!before) return gone('source', sourceId)
    if (before.kind === 'sample' || before.kind === 'warehouse')
      return fail('refused', 'No schedule was set.', 'This source has no automatic syncs.', 'Nothing needs to be done.')
    tx.run(statement('UPDATE source SET schedule_ms = ?, next_at = NULL WHERE id = ?', [scheduleMs, before.id]))
    const args: Json = { sourceId, scheduleMs: before.schedule_ms }
    return ok({ value: null, undo: { command: 'source.schedule', args } })
  },
})

/** Takes back a source from which nothing was read. Later, others build on its accounts. */
export const removeSource = defineCommand({
  name: 'source.remove',
  args: z.object({ sourceId }),
  apply: (tx, { sourceId }) => {
    const before = tx.get(named(sourceId))
    if (!before) return gone('source', sourceId)
    const { id } = before
    if (tx.get(query('SELECT 1 FROM stream WHERE source_id = ? AND (rows > 0 OR cursor IS NOT NULL)', [id])))
      return fail(
        'refused',
        'The source was not removed.',
        'Accounts and events from this source are in use, and decisions depend on them.',
        'Change its streams instead.',
      )
    tx.run(statement('DELETE FROM quarantine WHERE source_id = ?', [id]))
    tx.run(statement('DELETE FROM stream_kind WHERE source_id = ?', [id]))
    tx.run(statement('DELETE FROM stream WHERE source_id = ?', [id]))
    tx.run(statement('DELETE FROM source WHERE id = ?', [id]))
    return ok({ value: null, undo: null })
  },
})

export const sourceCommands = [addSource, updateSource, pauseSource, scheduleSource, removeSource]

function unfit(kind: SourceKind, config: unknown): Result<never> | null {
  const read = readSourceConfig(kind, config)
  return read.ok ? streamsProblem(read.value) : read
}

/** A slug that no source has. Decisions from before they said one come to what they came to then. */
function freeSlugIn(tx: WriteDb, { name, slug }: Pick<z.infer<typeof addArgs>, 'name' | 'slug'>): string {
  const isTaken = (one: string) => tx.get(query('SELECT 1 FROM source WHERE slug = ?', [one])) !== undefined
  const wanted = { text: slug ?? name, otherwise: 'source', isTaken, most: MOST_OF_SLUG }
  return slug === undefined ? freeSlugBefore(wanted) : freeSlug(wanted)
}
