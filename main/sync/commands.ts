import { z } from 'zod'
import { filesConfigSchema } from '../../shared/mapping.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { query, statement, type WriteDb } from '../cache/db.ts'
import { defineCommand, type Json } from '../cache/journal.ts'

const sourceKind = z.enum(['files', 'sample', 'warehouse'])
type SourceKind = z.infer<typeof sourceKind>
// The second is for settings that others read; what claims to be files is held to the first.
const config = z.union([filesConfigSchema, z.json()])
const addArgs = z.object({ name: z.string().trim().min(1).max(120), kind: sourceKind, config })

interface SourceRow {
  id: number
  kind: SourceKind
  name: string
  config: string
}

const byId = (id: number) => query<SourceRow>('SELECT id, kind, name, config FROM source WHERE id = ?', [id])

/** Connects a source. Its slug, which names accounts for good, is made from the name and never changes. */
export const addSource = defineCommand({
  name: 'source.add',
  args: addArgs,
  apply: (tx, { name, kind, config }) => {
    const wrong = unfit(kind, config)
    if (wrong) return wrong
    const { lastId } = tx.run(
      statement('INSERT INTO source (slug, kind, name, config) VALUES (?, ?, ?, ?)', [
        freeSlug(tx, name),
        kind,
        name,
        JSON.stringify(config),
      ]),
    )
    return ok({ value: { sourceId: lastId }, undo: { command: 'source.remove', args: { sourceId: lastId } } })
  },
})

/** Changes name, streams and mappings. What was read before stays; the next sync reads everything by the new mapping. */
export const updateSource = defineCommand({
  name: 'source.update',
  args: z.object({ sourceId: z.int().positive(), name: z.string().trim().min(1).max(120), config }),
  apply: (tx, { sourceId, name, config }) => {
    const before = tx.get(byId(sourceId))
    if (!before) return unknown(sourceId)
    const wrong = unfit(before.kind, config)
    if (wrong) return wrong
    tx.run(statement('UPDATE source SET name = ?, config = ? WHERE id = ?', [name, JSON.stringify(config), sourceId]))
    const args: Json = { sourceId, name: before.name, config: JSON.parse(before.config) as Json }
    return ok({ value: null, undo: { command: 'source.update', args } })
  },
})

/** Takes back a source from which nothing was read. Later, others build on its accounts. */
export const removeSource = defineCommand({
  name: 'source.remove',
  args: z.object({ sourceId: z.int().positive() }),
  apply: (tx, { sourceId }) => {
    if (!tx.get(byId(sourceId))) return unknown(sourceId)
    if (tx.get(query('SELECT 1 FROM stream WHERE source_id = ? AND (rows > 0 OR cursor IS NOT NULL)', [sourceId])))
      return fail(
        'refused',
        'The source was not removed.',
        'Accounts and events were read from it, and decisions build on them.',
        'Change its streams instead.',
      )
    tx.run(statement('DELETE FROM quarantine WHERE source_id = ?', [sourceId]))
    tx.run(statement('DELETE FROM stream WHERE source_id = ?', [sourceId]))
    tx.run(statement('DELETE FROM source WHERE id = ?', [sourceId]))
    return ok({ value: null, undo: null })
  },
})

export const sourceCommands = [addSource, updateSource, removeSource]

function unfit(kind: SourceKind, config: unknown): Result<never> | null {
  if (kind !== 'files') return null
  const parsed = filesConfigSchema.safeParse(config)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const why = `At ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'invalid'}.`
    return fail('invalid', 'The source was not saved.', why, 'Correct its settings and try again.')
  }
  const names = parsed.data.streams.map(stream => stream.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return null
  const why = `Two of its streams are named “${twice}”.`
  return fail('invalid', 'The source was not saved.', why, 'Give each stream a name of its own.')
}

const unknown = (id: number): Result<never> =>
  fail('not_found', `There is no source ${id}.`, 'It may belong to another workspace.', 'Look at the list of sources.')

function freeSlug(tx: WriteDb, name: string): string {
  const base =
    name
      .toLowerCase()
      .replaceAll('ß', 'ss')
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'source'
  const isTaken = (slug: string) => tx.get(query('SELECT 1 FROM source WHERE slug = ?', [slug])) !== undefined
  for (let n = 1; ; n++) {
    const slug = n === 1 ? base : `${base}-${n}`
    if (!isTaken(slug)) return slug
  }
}
