import { createHash } from 'node:crypto'
import { DAY } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb, statement, type WriteDb } from '../db.ts'

/** Which answer: the call, what it was asked, and the program that answers. */
export interface AnswerKey {
  name: string
  /** As JSON would have it: two texts that differ are two answers. */
  asked: unknown
  /** Another version may count otherwise, so its answers are none of ours. */
  program: string
}

/** An answer as it is stored. */
export interface StoredAnswer {
  /** The workspace's time that it is of, and the machine's when it was counted. UTC ms. */
  now: number
  countedAt: number
  /** JSON. */
  answer: string
}

/** Nobody is shown what was counted longer ago, ms. */
const OLDEST = 30 * DAY
/** So many answers of one call are kept, the newest: a screen has some ten periods, or some ten triggers. */
export const MOST_KEPT = 40
/** What takes more is no summary; it would fill the file and be read on the engine's thread. Characters. */
export const LONGEST = 500_000

const hashOf = (asked: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(asked) ?? '')
    .digest('base64url')

/**
 * The last answer to the same question. None is given that is of a later time than `now`, as after a clock was set back,
 * or that is too old by the machine’s time `wall`. UTC ms.
 */
export const keptAnswer = (
  db: ReadDb,
  { name, asked, program }: AnswerKey,
  { now, wall }: { now: number; wall: number },
): StoredAnswer | null =>
  db.get(
    query<StoredAnswer>(
      `SELECT now, counted_at AS countedAt, answer FROM kept_answer
       WHERE name = $name AND asked = $asked AND program = $program AND now <= $now
         AND counted_at BETWEEN $oldest AND $wall`,
      { name, asked: hashOf(asked), program, now, wall, oldest: wall - OLDEST },
    ),
  ) ?? null

/**
 * Keeps an answer in place of the one before, and lets go of those that nobody would be shown. Who was erased while it was
 * counted may be named in it, so it is not kept then.
 */
export function keepAnswer(tx: WriteDb, { name, asked, program }: AnswerKey, kept: StoredAnswer): void {
  if (kept.answer.length > LONGEST) return
  tx.run(
    statement(
      `INSERT INTO kept_answer (name, asked, program, now, counted_at, answer)
       SELECT $name, $asked, $program, $now, $countedAt, $answer
       WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE ended_at IS NULL OR ended_at >= $now)
       ON CONFLICT DO UPDATE SET program = excluded.program, now = excluded.now, counted_at = excluded.counted_at,
         answer = excluded.answer`,
      { name, asked: hashOf(asked), program, ...kept },
    ),
  )
  tx.run(
    statement(
      `DELETE FROM kept_answer WHERE name = $name AND (program <> $program OR counted_at < $oldest
         OR asked NOT IN (SELECT asked FROM kept_answer WHERE name = $name ORDER BY counted_at DESC LIMIT ${MOST_KEPT}))`,
      { name, program, oldest: kept.countedAt - OLDEST },
    ),
  )
}
