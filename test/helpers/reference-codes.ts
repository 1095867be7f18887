import type Database from 'better-sqlite3'
import { referenceOf } from '../../shared/outbox/reference.ts'

/** The reference codes of the first messages of a workspace. */
export function referenceCodes(db: Database.Database): string[] {
  const salt =
    db.prepare<[], string>("SELECT value ->> '$.id' FROM setting WHERE key = 'workspace'").pluck().get() ?? ''
  const keys = db.prepare<[], string>("SELECT key FROM outbox WHERE kind = 'message' LIMIT 3").pluck().all()
  return keys.map(key => referenceOf(salt, key.replace(/[^0-9a-f]/g, '0').padEnd(9, '0')))
}
