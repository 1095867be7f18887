import { z } from 'zod'
import { query, type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { getSetting, putSetting } from '../cache/settings.ts'

const LAST_LOOK = 'outcome.lastLook'
const lookSchema = z.object({ at: z.int(), mark: z.string() })

/** When outcomes were last looked at, UTC ms, and a mark of the triggers' success conditions then. */
export type OutcomeLook = z.infer<typeof lookSchema>

/** The last look at outcomes; null before the first. */
export const lastOutcomeLook = (read: ReadDb): OutcomeLook | null => getSetting(read, LAST_LOOK, lookSchema)

export const rememberOutcomeLook = (tx: WriteDb, look: OutcomeLook): void => putSetting(tx, LAST_LOOK, look)

/** When the first outcome is to be looked at, UTC ms (0: at once); null where none ever is. */
export const outcomeDueAt = query<{ at: number | null }>('SELECT min(at) AS at FROM outcome_due WHERE at >= 0')

/** The outcomes that are to be looked at by a moment. */
export const dueOutcomes = (now: number) =>
  query<{ id: string }>(
    'SELECT intervention_id AS id FROM outcome_due INDEXED BY outcome_due_at WHERE at <= ? ORDER BY at, 1',
    [now],
  )

/** Every outcome that nobody has judged, or that was judged at a moment or later. */
export const openOutcomes = (judgedSince: number) =>
  query<{ id: string }>(
    `SELECT intervention_id AS id FROM outcome INDEXED BY outcome_pending WHERE judged IS NULL
     UNION ALL SELECT intervention_id FROM outcome INDEXED BY outcome_judged
       WHERE judged IS NOT NULL AND judged_at >= ?`,
    [judgedSince],
  )

/** Marks some outcomes as being looked at now. */
export const claimOutcomes = (ids: string, now: number) =>
  statement(
    `INSERT INTO outcome_due SELECT value, ? FROM json_each(?) WHERE EXISTS
       (SELECT 1 FROM outcome WHERE intervention_id = value)
     ON CONFLICT DO UPDATE SET at = excluded.at`,
    [now, ids],
  )

/** Says when to look at an outcome again, unless something has changed since it was claimed. */
export const outcomeDueAgain = (id: string, at: number | null, claimed: number) =>
  at === null
    ? statement('DELETE FROM outcome_due WHERE intervention_id = ? AND at = ?', [id, claimed])
    : statement('UPDATE outcome_due SET at = ? WHERE intervention_id = ? AND at = ?', [at, id, claimed])
