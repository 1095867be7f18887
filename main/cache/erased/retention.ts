import { type Retention, retentionSchema } from '../../../shared/model/retention.ts'
import type { ReadDb } from '../db.ts'
import { getSetting } from '../settings.ts'

export const RETENTION = 'retention'

/** For how long this workspace keeps what. */
export const retentionOf = (db: ReadDb): Retention =>
  getSetting(db, RETENTION, retentionSchema) ?? retentionSchema.parse({})
