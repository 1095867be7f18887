import { DAY } from '../../shared/duration.ts'
import { statement, type WriteDb } from '../cache/db.ts'
import { backoff, MESSAGE_PACE } from './backoff.ts'
import type { Ending } from './channels/channel.ts'
import type { DrainItem } from './store.ts'

/** How long a message may be put off by its server before a person must look: RFC 5321, 4.5.4.1, says 4 to 5 days. */
const PATIENCE = 5 * DAY

/** Machine and workspace time of an ending (UTC ms), and a random number in [0, 1) for the back-off. */
export interface Moment {
  wall: number
  now: number
  random: number
}

/** Marks a message as in flight. False when it is no longer in line: taken back by a person, or by another process. */
export function markSending(tx: WriteDb, item: DrainItem, wall: number): boolean {
  const { changes } = tx.run(
    statement("UPDATE outbox SET state = 'sending', attempts = ?, why = NULL WHERE id = ? AND state = 'waiting'", [
      item.attempts + 1,
      item.id,
    ]),
  )
  if (changes === 0) return false
  tx.run(
    statement('INSERT INTO attempt (outbox_id, n, started_at) VALUES (?, ?, ?)', [item.id, item.attempts + 1, wall]),
  )
  return true
}

/** Keeps how an attempt ended. `startedAt`: machine time at which it began. */
export function saveEnding(tx: WriteDb, item: DrainItem, ending: Ending, startedAt: number, moment: Moment): void {
  const settled = afterPatience(item, ending, moment.wall)
  tx.run(outboxChange(item, settled, moment))
  tx.run(
    statement(
      `INSERT INTO attempt (outbox_id, n, started_at, ended_at, ending, detail) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET ended_at = excluded.ended_at, ending = excluded.ending, detail = excluded.detail`,
      [
        item.id,
        item.attempts + 1,
        startedAt,
        moment.wall,
        settled.ending,
        settled.ending === 'sent' ? settled.providerId : settled.why,
      ],
    ),
  )
}

function afterPatience(item: DrainItem, ending: Ending, wall: number): Ending {
  const givesUp = ending.ending === 'later' && !ending.down && wall - item.queuedAt > PATIENCE
  return givesUp ? { ending: 'refused', why: `Given up after ${item.attempts + 1} attempts. ${ending.why}` } : ending
}

function outboxChange(item: DrainItem, ending: Ending, { wall, now, random }: Moment) {
  const set = (state: string, why: string | null, notBefore: number) =>
    statement('UPDATE outbox SET state = ?, why = ?, attempts = ?, not_before = ? WHERE id = ?', [
      state,
      why,
      item.attempts + 1,
      notBefore,
      item.id,
    ])
  if (ending.ending === 'sent')
    return statement(
      "UPDATE outbox SET state = 'sent', why = NULL, attempts = ?, sent_at = ?, provider_id = ? WHERE id = ?",
      [item.attempts + 1, now, ending.providerId, item.id],
    )
  if (ending.ending !== 'later') return set(ending.ending, ending.why, item.notBefore)
  // While the channel is away the channel waits, not each of its messages.
  const delay = ending.down ? 0 : backoff(item.attempts + 1, MESSAGE_PACE, random, ending.afterMs)
  return set('waiting', ending.why, ending.down ? item.notBefore : wall + delay)
}
