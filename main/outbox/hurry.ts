import { type Statement, statement } from '../cache/db.ts'

/**
 * A person who says "send now" does not want to wait for a back-off to pass. Messages that were tried or held before
 * (they say why) become due at `wall`, machine time; those still in their undo window keep it.
 */
export const hurry = (wall: number): Statement =>
  statement("UPDATE outbox SET not_before = ? WHERE state = 'waiting' AND why IS NOT NULL AND not_before > ?", [
    wall,
    wall,
  ])

/**
 * Messages that have not ended are queued by so many ms later. They wait by machine time, and what the sample lived through
 * was queued at its own: they would seem to have waited for as long as nobody opened it.
 */
export const queuedLater = (by: number): Statement =>
  statement("UPDATE outbox SET queued_at = queued_at + ? WHERE state IN ('waiting', 'held', 'sending', 'unsure')", [by])

/**
 * What preflight held back for an hour of the workspace's time is due again, because that time has been set again. What its
 * server put off waits for machine time, and keeps it.
 */
export const lookAgain = (): Statement =>
  statement("UPDATE outbox SET not_before = queued_at WHERE state = 'waiting' AND why IS NOT NULL AND attempts = 0")
