import type { Complete } from '../../../shared/source/complete.ts'
import type { RecordKind } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import type { Target } from '../../record/mapping/targets.ts'
import type { Gone } from '../../record/page.ts'
import { idHash } from '../../record/repeats.ts'
import { applyGone, type GoneTarget } from './gone.ts'

/** What a full reading has met, by which is told what is gone. Hashes: a chance clash keeps a record that is gone. */
export interface SeenIds {
  add(record: RecordKind, kind: string | null, externalId: string): void
  /** A row whose id could not be read may be any of them. */
  addUnnamed(): void
  has(target: Target, externalId: string): boolean
  unnamed(): number
}

const keyOf = (record: RecordKind, kind: string | null): string => (record === 'object' ? `object ${kind}` : record)

export function createSeenIds(): SeenIds {
  const ids = new Map<string, Set<number>>()
  let unnamed = 0
  return {
    add: (record, kind, externalId) => {
      const key = keyOf(record, kind)
      const known = ids.get(key)
      if (known) known.add(idHash(externalId))
      else ids.set(key, new Set([idHash(externalId)]))
    },
    addUnnamed: () => unnamed++,
    has: ({ record, kind }, externalId) => ids.get(keyOf(record, kind))?.has(idHash(externalId)) ?? false,
    unnamed: () => unnamed,
  }
}

export interface SweepDeps extends GoneTarget {
  writer: Writer
  read: ReadDb
  /** A person has confirmed that whatever is missing is gone. */
  accept: boolean
}

/** What a full reading took away, or why it took nothing away, in words. */
export type Swept = { removed: number } | { refused: string }

/** Fewer than this may always go, unless they are all there is. */
const FEW = 3
const BATCH = 200

/**
 * After a full reading: what the stream no longer has is gone at its source.
 *
 *   all kept ids ─▶ not met ─▶ few enough, or confirmed ─▶ taken away like any deletion
 *                          └─▶ too many: nothing is taken away, and a person is asked
 */
export async function sweep(
  deps: SweepDeps,
  targets: readonly Target[],
  seen: SeenIds,
  complete: Complete,
): Promise<Swept> {
  if (seen.unnamed() > 0)
    return {
      refused: `What is gone could not be told: the id of ${rows(seen.unnamed())} could not be read. Correct these rows, which are in quarantine; nothing was removed.`,
    }
  const found = targets.map(target => ({ target, ...missingOf(deps, target, seen) }))
  const tooMany =
    found.find(({ missing, all }) => missing.length >= FEW && missing.length > complete.most * all) ??
    found.find(({ missing, all }) => all > 0 && missing.length === all)
  if (tooMany && !deps.accept)
    return { refused: words(deps.stream, tooMany.target, tooMany.missing.length, tooMany.all) }
  let removed = 0
  for (const { target, missing } of found)
    for (let from = 0; from < missing.length; from += BATCH) {
      const some = missing.slice(from, from + BATCH)
      await deps.writer.write('steady', tx => {
        for (const externalId of some) applyGone(tx, deps, goneOf(target, externalId))
      })
      removed += some.length
    }
  return { removed }
}

const goneOf = ({ record, kind }: Target, externalId: string): Gone => ({ change: 'deleted', record, kind, externalId })

const rows = (count: number): string => (count === 1 ? 'one row' : `${count} rows`)

const words = (stream: string, { record, kind }: Target, gone: number, all: number): string =>
  `A full reading of “${stream}” no longer has ${gone} of ${all} ${kind ?? record}s, and nothing was removed. ` +
  'Half a reading looks the same. If they are really gone, accept what is gone and sync this source again.'

/** The ids that are kept and were not met, and how many are kept. */
function missingOf({ read, sourceId, stream }: SweepDeps, target: Target, seen: SeenIds) {
  const missing: string[] = []
  let all = 0
  for (let after = ''; ; ) {
    const page = read.all(keptAfter(sourceId, stream, target, after))
    for (const { id } of page) if (!seen.has(target, id)) missing.push(id)
    all += page.length
    const last = page.at(-1)
    if (!last || page.length < PAGE) return { missing, all }
    after = last.id
  }
}

const PAGE = 5_000

function keptAfter(sourceId: number, stream: string, { record, kind }: Target, after: string) {
  switch (record) {
    case 'account':
      return query<{ id: string }>(
        `SELECT k.external_id AS id FROM account_key k JOIN account a ON a.id = ifnull(k.home_id, k.account_id)
         WHERE k.source_id = ? AND k.external_id > ? AND json_extract(a.properties, '$.deleted_at_source') IS NULL
         ORDER BY k.external_id LIMIT ${PAGE}`,
        [sourceId, after],
      )
    case 'contact':
      return query<{ id: string }>(
        `SELECT external_id AS id FROM contact WHERE source_id = ? AND external_id > ? ORDER BY external_id LIMIT ${PAGE}`,
        [sourceId, after],
      )
    case 'event':
      return query<{ id: string }>(
        `SELECT external_id AS id FROM event WHERE source_id = ? AND stream = ? AND external_id > ?
         ORDER BY external_id LIMIT ${PAGE}`,
        [sourceId, stream, after],
      )
    case 'object':
      return query<{ id: string }>(
        `SELECT external_id AS id FROM object WHERE source_id = ? AND kind = ? AND external_id > ?
         ORDER BY external_id LIMIT ${PAGE}`,
        [sourceId, kind ?? '', after],
      )
  }
}
