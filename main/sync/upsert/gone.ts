import { assertNever } from '../../../shared/result.ts'
import { bareUid } from '../../../shared/source/bare-id.ts'
import { query, statement, type WriteDb } from '../../cache/db.ts'
import { erasedPeople } from '../../cache/erased/people.ts'
import type { Gone } from '../../record/page.ts'
import { recombine, standAlone } from './combine.ts'
import { whileLearning } from './learned.ts'
import { sumMrr } from './mrr.ts'
import { accountByKey, contactHolder, eventHolder, type Holder, MARK_DIRTY } from './upsert-sql.ts'

export interface GoneTarget {
  sourceId: number
  slug: string
  stream: string
  /** Workspace time, UTC ms. */
  now: number
}

/** Rows that were taken away, or the account that must be known first. */
export type GoneEffect = { removed: number } | { waitsFor: string }

/**
 * What a source says is gone. A cache holds what its source holds, so contacts (nobody to reach any more, and their data
 * are not ours to keep), events and objects are removed, also those that went into another. An account stays, because
 * decisions, arms and outcomes hang on it: it is marked `deleted_at_source`, and as churned unless another source still
 * knows it. An account that went into another hands over what this source gave it, and its id from now on means the other.
 */
export function applyGone(tx: WriteDb, target: GoneTarget, gone: Gone): GoneEffect {
  return isErased(tx, target, gone) ? { removed: 0 } : whileLearning(tx, target, () => apply(tx, target, gone))
}

function apply(tx: WriteDb, target: GoneTarget, gone: Gone): GoneEffect {
  switch (gone.record) {
    case 'account':
      return gone.change === 'merged'
        ? mergeAccount(tx, target, gone.externalId, gone.into)
        : closeAccount(tx, target, gone.externalId)
    case 'contact': {
      const holder = tx.get(contactHolder(target.sourceId, gone.externalId))
      return remove(tx, holder, 'DELETE FROM contact WHERE source_id = ? AND external_id = ?', [
        target.sourceId,
        gone.externalId,
      ])
    }
    case 'event': {
      const key = [target.sourceId, gone.externalId, target.stream]
      const holder = tx.get(eventHolder(target.sourceId, target.stream, gone.externalId))
      return remove(tx, holder, 'DELETE FROM event WHERE source_id = ? AND external_id = ? AND stream = ?', key)
    }
    case 'object':
      return removeObjects(tx, target.sourceId, gone.kind, gone.externalId)
    default:
      return assertNever(gone.record)
  }
}

/** Nothing is left to take away from a person who was erased, and nothing may become theirs. */
function isErased(tx: WriteDb, { sourceId }: GoneTarget, gone: Gone): boolean {
  const erased = gone.record === 'account' ? erasedPeople(tx, sourceId) : null
  const ids = [gone.externalId, ...(gone.change === 'merged' ? [gone.into] : [])]
  return ids.some(externalId => erased?.named({ sourceId, record: 'account', of: '', externalId }) ?? false)
}

function remove(tx: WriteDb, holder: Holder | undefined, sql: string, params: (string | number)[]): GoneEffect {
  if (!holder) return { removed: 0 }
  touch(tx, [holder.account_id])
  return { removed: tx.run(statement(sql, params)).changes }
}

const touch = (tx: WriteDb, ids: readonly number[]) => tx.run(statement(MARK_DIRTY, [JSON.stringify(ids)]))

interface GoneObject extends Holder {
  id: number
  adds: number
}
const GONE_OBJECT = "id, account_id, home_id, json_extract(properties, '$.mrr_minor') IS NOT NULL AS adds"

const objectsOf = (sourceId: number, kind: string | null, externalId: string) =>
  kind === null
    ? query<GoneObject>(`SELECT ${GONE_OBJECT} FROM object WHERE source_id = ? AND external_id = ?`, [
        sourceId,
        externalId,
      ])
    : query<GoneObject>(`SELECT ${GONE_OBJECT} FROM object WHERE source_id = ? AND kind = ? AND external_id = ?`, [
        sourceId,
        kind,
        externalId,
      ])

function removeObjects(tx: WriteDb, sourceId: number, kind: string | null, externalId: string): GoneEffect {
  const found = tx.all(objectsOf(sourceId, kind, externalId))
  for (const { id, account_id, home_id, adds } of found) {
    tx.run(statement('DELETE FROM object_state WHERE object_id = ?', [id]))
    tx.run(statement('DELETE FROM object WHERE id = ?', [id]))
    if (adds) sumMrr(tx, sourceId, { id: account_id, home: home_id })
    touch(tx, [account_id])
  }
  return { removed: found.length }
}

/** Whether another source still knows an account. */
const knownElsewhere = (tx: WriteDb, accountId: number, sourceId: number): boolean =>
  tx.get(query('SELECT 1 FROM account_key WHERE account_id = ? AND source_id <> ? LIMIT 1', [accountId, sourceId])) !==
  undefined

const uidOf = (id: number) => query<{ uid: string }>('SELECT uid FROM account WHERE id = ?', [id])

function closeAccount(tx: WriteDb, { sourceId, slug, now }: GoneTarget, externalId: string): GoneEffect {
  const key = tx.get(accountByKey(sourceId, externalId))
  if (!key) return { removed: 0 }
  // Since a merge at the source this id means another account, which goes on.
  const uid = tx.get(uidOf(key.home_id ?? key.account_id))?.uid ?? ''
  if (bareUid(uid) !== `${slug}:${externalId}`) return { removed: 0 }
  mark(tx, key, !knownElsewhere(tx, key.account_id, sourceId), '$.deleted_at_source', now, now)
  return { removed: 0 }
}

/** Writes a property, and the end of an account that no other source knows, into its own row, once. */
function mark(tx: WriteDb, key: Holder, ends: boolean, path: string, value: string | number, now: number): void {
  standAlone(tx, key.account_id)
  const { changes } = tx.run(
    statement(
      `UPDATE account SET properties = json_set(properties, @path, @value), updated_at = @now,
         churned_at = CASE WHEN @ends THEN ifnull(churned_at, @now) ELSE churned_at END
       WHERE id = @id AND json_extract(properties, @path) IS NULL`,
      { path, value, now, ends: Number(ends), id: key.home_id ?? key.account_id },
    ),
  )
  recombine(tx, key.account_id)
  if (changes > 0) touch(tx, [key.account_id])
}

/** What this source gave an account; `IS` because most have no other home. */
const HAND_OVER = (table: string) =>
  `UPDATE ${table} SET account_id = @to, home_id = @toHome
   WHERE account_id = @from AND home_id IS @fromHome AND source_id = @sourceId`

function mergeAccount(tx: WriteDb, target: GoneTarget, externalId: string, into: string): GoneEffect {
  const { sourceId, now } = target
  const to = tx.get(accountByKey(sourceId, into))
  if (!to) return { waitsFor: into }
  const from = tx.get(accountByKey(sourceId, externalId))
  if (!from) {
    tx.run(
      statement('INSERT INTO account_key (source_id, external_id, account_id, home_id) VALUES (?, ?, ?, ?)', [
        sourceId,
        externalId,
        to.account_id,
        to.home_id,
      ]),
    )
    return { removed: 0 }
  }
  if (from.account_id === to.account_id && from.home_id === to.home_id) return { removed: 0 }
  mark(tx, from, !knownElsewhere(tx, from.account_id, sourceId), '$.merged_at_source', into, now)
  const move = {
    to: to.account_id,
    toHome: to.home_id,
    from: from.account_id,
    fromHome: from.home_id,
    sourceId,
  }
  for (const table of ['account_key', 'contact', 'event', 'object']) tx.run(statement(HAND_OVER(table), move))
  touch(tx, [from.account_id, to.account_id])
  return { removed: 0 }
}

const deletedAmong = (sourceId: number, ids: string) =>
  query<Holder>(
    `SELECT k.account_id, k.home_id FROM json_each(?) j
       JOIN account_key k ON k.source_id = ? AND k.external_id = j.value
       JOIN account a ON a.id = ifnull(k.home_id, k.account_id)
     WHERE json_extract(a.properties, '$.deleted_at_source') IS NOT NULL`,
    [ids, sourceId],
  )

/** Accounts that their source gives again after it had deleted them are alive again. */
export function revive(tx: WriteDb, sourceId: number, externalIds: readonly string[]): void {
  for (const { account_id, home_id } of tx.all(deletedAmong(sourceId, JSON.stringify(externalIds)))) {
    standAlone(tx, account_id)
    tx.run(
      statement(
        `UPDATE account SET properties = json_remove(properties, '$.deleted_at_source'),
           churned_at = nullif(churned_at, json_extract(properties, '$.deleted_at_source')) WHERE id = ?`,
        [home_id ?? account_id],
      ),
    )
    recombine(tx, account_id)
    touch(tx, [account_id])
  }
}
