import { z } from 'zod'
import { query, type ReadDb, statement, type WriteDb } from './db.ts'

/** A setting as it is stored; null where it was never set. */
export const settingText = (db: ReadDb, key: string): string | null =>
  db.kept(query<{ value: string }>('SELECT value FROM setting WHERE key = ?', [key]))[0]?.value ?? null

/** Reads a setting by its schema; null where it was never set. */
export function getSetting<T>(db: ReadDb, key: string, schema: z.ZodType<T>): T | null {
  const text = settingText(db, key)
  return text === null ? null : schema.parse(JSON.parse(text))
}

/** Writes a setting as JSON. */
export function putSetting(tx: WriteDb, key: string, value: unknown): void {
  tx.run(
    statement('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', [
      key,
      JSON.stringify(value),
    ]),
  )
}

const identitySchema = z.object({ id: z.string() })

/** What arms and reference codes are hashed with: the workspace's own id, so that two workspaces differ. */
export const saltOf = (db: ReadDb): string => getSetting(db, 'workspace', identitySchema)?.id ?? ''
