import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import { TRAINED } from './model-name.ts'

/** What a model predicts from, as it is kept. `kind` and `version` say how to read `body`. */
export interface KeptModel {
  kind: string
  version: number
  /** Workspace's clock, UTC ms. */
  trainedAt: number
  body: string
}

const newestOf = (kind: string, version: number) =>
  query<{ id: number; body: string }>(
    'SELECT id, body FROM model WHERE kind = ? AND version = ? ORDER BY id DESC LIMIT 1',
    [kind, version],
  )

/** The id of a model's row; a new one only where it predicts from something else than the newest of its kind. */
export async function keepModel(of: { writer: Writer; read: ReadDb }, model: KeptModel): Promise<number> {
  const known = newest(of.read, model)
  return known ?? of.writer.write('bulk', tx => newest(tx, model) ?? insert(tx, model))
}

function newest(db: ReadDb, { kind, version, body }: KeptModel): number | null {
  const found = db.get(newestOf(kind, version))
  return found?.body === body ? found.id : null
}

const insert = (tx: WriteDb, { kind, version, trainedAt, body }: KeptModel): number =>
  tx.run(
    statement('INSERT INTO model (kind, version, trained_at, body) VALUES (?, ?, ?, ?)', [
      kind,
      version,
      trainedAt,
      body,
    ]),
  ).lastId

/** Another process may have just written one that it is about to score with. */
const SPARED = 20

const outdated = (inUse: readonly number[]) =>
  query<{ id: number }>(
    `SELECT id FROM model WHERE kind <> '${TRAINED.kind}' AND id <= (SELECT max(id) FROM model) - ${SPARED}
       AND id NOT IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(inUse)],
  )

/** Forgets base rates that scored nothing which is still kept: a busy workspace makes hundreds a day. Cards stay. */
export async function forgetModels(of: { writer: Writer; read: ReadDb }, inUse: readonly number[]): Promise<void> {
  const ids = of.read.all(outdated(inUse)).map(({ id }) => id)
  if (ids.length === 0) return
  const listed = JSON.stringify(ids)
  await of.writer.write('bulk', tx =>
    tx.run(statement('DELETE FROM model WHERE id IN (SELECT value FROM json_each(?))', [listed])),
  )
}
