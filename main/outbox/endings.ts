import { unsureWords } from '../../shared/outbox/outgoing.ts'
import { DAY, MINUTE, SECOND } from '../../shared/trigger/duration.ts'
import { type Param, statement, type WriteDb } from '../cache/db.ts'
import { backoff, MESSAGE_PACE, type Pace } from './backoff.ts'
import type { Ending, Reconciled } from './channels/channel.ts'
import type { DrainItem } from './store.ts'

/** How long a message may be put off by its server before a person must look: RFC 5321, 4.5.4.1, says 4 to 5 days. */
const PATIENCE = 5 * DAY
/** How soon it is found out what became of an unsure message, where its channel can tell. */
const ASK_PACE: Pace = { first: 10 * SECOND, longest: 10 * MINUTE }

/** Machine and workspace time of an ending (UTC ms), and a random number in [0, 1) for the back-off. */
export interface EndedAt {
  wall: number
  now: number
  random: number
}

interface Attempt {
  startedAt: number
  endedAt: number
  /** One of the four endings; `preflight`: held back by it; `not_sent`, `unknown`: what the provider said of the key. */
  ending: Ending['ending'] | 'preflight' | 'not_sent' | 'unknown'
  detail: string | null
}

/** An attempt as the outbox remembers it; the last one says why a row stands where it stands. */
const keepAttempt = (tx: WriteDb, { id, attempts }: DrainItem, { startedAt, endedAt, ending, detail }: Attempt) =>
  tx.run(
    statement(
      `INSERT INTO attempt (outbox_id, n, started_at, ended_at, ending, detail) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET ended_at = excluded.ended_at, ending = excluded.ending, detail = excluded.detail`,
      [id, attempts + 1, startedAt, endedAt, ending, detail],
    ),
  )

/**
 * Marks a message as in flight. False when it is no longer where it was read: taken back by a person, or dealt with by
 * another process.
 */
export function markSending(tx: WriteDb, item: DrainItem, wall: number): boolean {
  const { changes } = tx.run(
    statement(
      "UPDATE outbox SET state = 'sending', attempts = ?, why = NULL WHERE id = ? AND state = ? AND attempts = ?",
      [item.attempts + 1, item.id, item.state, item.attempts],
    ),
  )
  if (changes === 0) return false
  tx.run(
    statement('INSERT INTO attempt (outbox_id, n, started_at) VALUES (?, ?, ?)', [item.id, item.attempts + 1, wall]),
  )
  return true
}

// While it connected, before the mark, a person may have taken the message back or held it: then it stays so.
const STILL_ITS_OWN = "state NOT IN ('cancelled', 'held')"

/** Takes a mark back of which nobody knows whether the disk has it: nothing has left, because nobody heard that it might. */
export function unmark(tx: WriteDb, item: DrainItem, wall: number): void {
  const { changes } = tx.run(
    statement("UPDATE outbox SET state = 'waiting' WHERE id = ? AND state = 'sending'", [item.id]),
  )
  if (changes > 0)
    tx.run(
      statement(
        "UPDATE attempt SET ended_at = ?, ending = 'later', detail = 'The disk did not take the mark.' WHERE outbox_id = ? AND ended_at IS NULL",
        [wall, item.id],
      ),
    )
}

/** Keeps how an attempt ended. `startedAt`: machine time at which it began. */
export function saveEnding(tx: WriteDb, item: DrainItem, ending: Ending, startedAt: number, moment: EndedAt): void {
  const settled = afterPatience(item, ending, moment.wall)
  if (tx.run(outboxChange(item, settled, moment)).changes === 0) return
  keepAttempt(tx, item, {
    startedAt,
    endedAt: moment.wall,
    // What may have left before stays unsure while its repetition is put off.
    ending: item.state === 'unsure' && settled.ending === 'later' ? 'unsure' : settled.ending,
    detail: settled.ending === 'sent' ? settled.providerId : settled.why,
  })
}

function afterPatience(item: DrainItem, ending: Ending, wall: number): Ending {
  const isOld = item.state !== 'unsure' && wall - item.queuedAt > PATIENCE
  return ending.ending === 'later' && !ending.down && isOld
    ? { ending: 'refused', why: `Given up after ${item.attempts + 1} attempts. ${ending.why}` }
    : ending
}

function outboxChange(item: DrainItem, ending: Ending, { wall, now, random }: EndedAt) {
  const set = (state: string, why: string | null, notBefore: number) =>
    statement(`UPDATE outbox SET state = ?, why = ?, attempts = ?, not_before = ? WHERE id = ? AND ${STILL_ITS_OWN}`, [
      state,
      why,
      item.attempts + 1,
      notBefore,
      item.id,
    ])
  if (ending.ending === 'sent')
    return statement(
      `UPDATE outbox SET state = 'sent', why = NULL, attempts = ?, sent_at = ?, provider_id = ?
       WHERE id = ? AND ${STILL_ITS_OWN}`,
      [item.attempts + 1, now, ending.providerId, item.id],
    )
  if (ending.ending === 'refused') return set('refused', ending.why, item.notBefore)
  if (ending.ending === 'unsure') return set('unsure', ending.why, wall + backoff(item.attempts + 1, ASK_PACE, random))
  // While the channel is away the channel waits, not each of its messages.
  const at = ending.down ? item.notBefore : wall + backoff(item.attempts + 1, MESSAGE_PACE, random, ending.afterMs)
  return set(item.state === 'unsure' ? 'unsure' : 'waiting', ending.why, at)
}

/**
 * Preflight's second look: later (not before `at`, machine time) or refused, which no provider has had a say in. False
 * where somebody has dealt with the message meanwhile: then nothing is written.
 */
export function saveHold(
  tx: WriteDb,
  item: DrainItem,
  { leave, why, at }: { leave: 'later' | 'refused'; why: string | null; at: number },
  wall: number,
): boolean {
  const later = leave === 'later'
  const { changes } = tx.run(
    statement("UPDATE outbox SET state = ?, why = ?, not_before = ?, attempts = ? WHERE id = ? AND state = 'waiting'", [
      later ? 'waiting' : 'refused',
      why,
      later ? Math.max(at, item.notBefore) : item.notBefore,
      item.attempts + (later ? 0 : 1),
      item.id,
    ]),
  )
  if (changes > 0 && !later) keepAttempt(tx, item, { startedAt: wall, endedAt: wall, ending: 'preflight', detail: why })
  return changes > 0
}

/** What was found out about an unsure message. `unknown` leaves it to a person. */
export function saveFound(
  tx: WriteDb,
  item: DrainItem,
  found: Exclude<Reconciled, { found: 'later' }>,
  { wall, now }: Pick<EndedAt, 'wall' | 'now'>,
  unknown = `The provider cannot say either; ${unsureWords(item.kind)}.`,
): void {
  const set = (columns: string, ...values: Param[]) =>
    statement(`UPDATE outbox SET ${columns}, attempts = ? WHERE id = ? AND state = 'unsure'`, [
      ...values,
      item.attempts + 1,
      item.id,
    ])
  const change = {
    sent: set("state = 'sent', why = NULL, sent_at = ?, provider_id = ?", now, providerIdOf(found)),
    not_sent: set("state = 'waiting', why = NULL, not_before = ?", wall),
    unknown: set('why = ?', unknown),
  }[found.found]
  if (tx.run(change).changes === 0) return
  const detail = found.found === 'unknown' ? unknown : providerIdOf(found)
  keepAttempt(tx, item, { startedAt: wall, endedAt: wall, ending: found.found, detail })
}

const providerIdOf = (found: Reconciled): string | null => (found.found === 'sent' ? found.providerId : null)

/** Nothing could be found out yet: asked again at `at`, machine time. */
export const askAgain = (tx: WriteDb, item: DrainItem, at: number, why: string): void =>
  void tx.run(
    statement("UPDATE outbox SET not_before = ?, why = ? WHERE id = ? AND state = 'unsure'", [at, why, item.id]),
  )
