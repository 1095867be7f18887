import { z } from 'zod'
import { ms, type OutboxItem, type OutboxSummary } from '../../shared/model.ts'
import { OUTBOX_STATES, type OutboxState } from '../../shared/vocabulary.ts'
import { query, type ReadDb, statement } from '../cache/db.ts'
import { getSetting } from '../cache/settings.ts'
import type { Writer } from '../cache/writer.ts'

/** A message at the head of its lane. Times are machine time, UTC ms. */
export interface DrainItem {
  id: number
  key: string
  interventionId: string
  lane: string
  recipient: string
  payload: string
  state: OutboxState
  attempts: number
  queuedAt: number
  notBefore: number
}

const troubleSchema = z.object({ since: ms, why: z.string(), failures: z.int(), until: ms })
/** The channel is away: since when, why in words, and when it is tried again (machine time, UTC ms). */
export type Trouble = z.infer<typeof troubleSchema>

export const TROUBLE = 'outbox.trouble'
export const troubleOf = (db: ReadDb): Trouble | null => getSetting(db, TROUBLE, troubleSchema)
export const pausedOf = (db: ReadDb): boolean => getSetting(db, 'outbox.paused', z.boolean()) ?? false

// What waits, is leaving or may have left holds its place in the lane; the partial index `outbox_waiting` knows these.
// CROSS JOIN keeps the heads outermost: the other way round every waiting message would be held against every lane.
const HEADS = `
  SELECT lane, min(id) AS id FROM outbox INDEXED BY outbox_waiting WHERE state IN ('waiting', 'sending', 'unsure') GROUP BY lane`

/** Lanes whose first message may leave at machine time `wall`, longest waiting first. */
export const dueLanes = (wall: number) =>
  query<{ lane: string }>(
    `SELECT o.lane FROM (${HEADS}) h CROSS JOIN outbox o ON o.id = h.id
     WHERE o.state = 'waiting' AND o.not_before <= ? ORDER BY o.id`,
    [wall],
  )

/** The message that a lane stands behind. */
export const laneHead = (lane: string) =>
  query<DrainItem>(
    `SELECT id, key, intervention_id AS interventionId, lane, recipient, payload, state, attempts,
       queued_at AS queuedAt, not_before AS notBefore
     FROM outbox INDEXED BY outbox_waiting
     WHERE lane = ? AND state IN ('waiting', 'sending', 'unsure') ORDER BY id LIMIT 1`,
    [lane],
  )

const firstWake = query<{ at: number | null }>(
  `SELECT min(o.not_before) AS at FROM (${HEADS}) h CROSS JOIN outbox o ON o.id = h.id WHERE o.state = 'waiting'`,
)

/** When the next message may leave (machine time, UTC ms); null while nothing is in line. */
export function nextWake(db: ReadDb): number | null {
  const at = db.get(firstWake)?.at ?? null
  return at === null ? null : Math.max(at, troubleOf(db)?.until ?? 0)
}

/**
 * What a crash left in flight may or may not have left. It becomes `unsure` and waits for a person; it is never sent
 * again blindly. Only the process that leads may call this, before it sends anything.
 */
export const reconcileAtStart = ({ writer, now }: { writer: Writer; now: number }): Promise<void> =>
  writer.write('user', tx => {
    const why = 'Sending was cut off when the program ended; the message may or may not have left.'
    tx.run(
      statement(
        `UPDATE attempt SET ended_at = ?, ending = 'unsure', detail = ?
         WHERE ended_at IS NULL AND outbox_id IN (SELECT id FROM outbox WHERE state = 'sending')`,
        [now, why],
      ),
    )
    tx.run(statement("UPDATE outbox SET state = 'unsure', why = ? WHERE state = 'sending'", [why]))
  })

type ItemRow = Omit<OutboxItem, 'to' | 'subject'> & { payload: string }

const items = (state: OutboxState | undefined, offset: number, limit: number) =>
  query<ItemRow>(
    `SELECT o.id, o.key, o.intervention_id AS interventionId, o.issue_id AS issueId, o.account_id AS accountId,
       a.name AS accountName, o.channel, o.payload, o.state, o.why, o.queued_at AS queuedAt,
       o.not_before AS notBefore, o.attempts, o.sent_at AS sentAt, o.provider_id AS providerId
     FROM outbox o JOIN account a ON a.id = o.account_id
     ${state ? 'WHERE o.state = $state' : ''} ORDER BY o.id DESC LIMIT $limit OFFSET $offset`,
    state ? { state, limit, offset } : { limit, offset },
  )

/** Messages and where they stand, newest first. */
export function listOutbox(
  db: ReadDb,
  { state, offset, limit }: { state?: OutboxState | undefined; offset: number; limit: number },
): OutboxItem[] {
  const trouble = troubleOf(db)
  return db.all(items(state, offset, limit)).map(({ payload, ...row }) => {
    const { to, subject } = JSON.parse(payload) as { to: { address: string }; subject: string }
    return { ...row, to: to.address, subject, why: whyNow(row, trouble) }
  })
}

/** While the channel is away that is why everything waits, tried or not. */
const whyNow = ({ state, why }: { state: OutboxState; why: string | null }, trouble: Trouble | null): string | null =>
  state === 'waiting' && trouble
    ? `${trouble.why} Since ${new Date(trouble.since).toISOString().slice(0, 16).replace('T', ' ')} UTC.`
    : why

/** What waits, since when, and why. */
export function outboxSummary(db: ReadDb): OutboxSummary {
  const counts = Object.fromEntries(OUTBOX_STATES.map(state => [state, 0])) as Record<OutboxState, number>
  const byState = query<{ state: OutboxState; n: number }>('SELECT state, count(*) AS n FROM outbox GROUP BY state')
  for (const { state, n } of db.all(byState)) counts[state] = n
  const oldest = query<{ at: number }>("SELECT queued_at AS at FROM outbox WHERE state = 'waiting' ORDER BY id LIMIT 1")
  const trouble = troubleOf(db)
  return {
    counts,
    oldestWaitingAt: db.get(oldest)?.at ?? null,
    paused: pausedOf(db),
    trouble: trouble && { since: trouble.since, why: trouble.why },
  }
}
