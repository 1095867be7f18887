import { thingOf } from '../../shared/outbox/outgoing.ts'
import { SECOND } from '../../shared/trigger/duration.ts'
import { query } from '../cache/db.ts'
import { backoff, MESSAGE_PACE } from './backoff.ts'
import type { Reconciled } from './channels/channel.ts'
import { askAgain, saveFound } from './endings.ts'
import { readable, recheckOne, sendOne, type Trip } from './send.ts'
import type { DrainItem } from './store.ts'

/** After so many attempts without an answer a person looks. */
const ATTEMPTS = 6
/** A key is not repeated in the last moments of its promise: the request takes time too. */
const MARGIN = 60 * SECOND

const firstAndLast = (id: number) =>
  query<{ first: number | null; last: number | null }>(
    'SELECT min(started_at) AS first, max(started_at) AS last FROM attempt WHERE outbox_id = ?',
    [id],
  )

/**
 *   unsure ──ask by key──▶ sent | not sent: back in line | unknown ─┐
 *      └── the key may be repeated ──▶ send again under it ◀────────┤ its promise still stands
 *                                                 a person ◀────────┘ it does not
 *
 * Says whether its lane may go on.
 */
export async function findOut(trip: Trip, item: DrainItem): Promise<boolean> {
  const { channel, clock, read } = trip
  const { first, last } = read.get(firstAndLast(item.id)) ?? { first: null, last: null }
  const wall = clock.wall()
  // By a clock that was ahead then, nobody knows how long ago that is.
  const ripe = last === null || last > wall ? 0 : last + (channel.settles ?? 0)
  if (ripe > wall) return later(trip, item, ripe, item.why ?? '')
  const found = await ask(trip, item)
  if (found.found === 'sent' || found.found === 'not_sent') {
    trip.answered = true
    await trip.group.write(tx => saveFound(tx, item, found, { wall: clock.wall(), now: clock.now() }))
    return true
  }
  if (found.found === 'later') {
    if (found.down) trip.down ??= { why: found.why, hint: found.afterMs }
    const wait = found.down ? 0 : backoff(item.attempts, MESSAGE_PACE, trip.random(), found.afterMs)
    return later(trip, item, wall + wait, found.why)
  }
  const promised = (first ?? wall) > wall ? 0 : (first ?? wall) + (channel.repeatableFor ?? 0) - MARGIN
  if (wall < promised && item.attempts < ATTEMPTS) return repeat(trip, item)
  await trip.group.write(tx => saveFound(tx, item, { found: 'unknown' }, { wall, now: clock.now() }))
  return false
}

async function ask({ channel, signal }: Trip, item: DrainItem): Promise<Reconciled> {
  const out = readable(item)
  return out && channel.reconcile ? channel.reconcile(out, signal) : { found: 'unknown' }
}

/** The same message under the same key. If preflight would not let it leave today, a person decides instead. */
async function repeat(trip: Trip, item: DrainItem): Promise<boolean> {
  const answer = recheckOne(trip, item)
  if (answer.leave === 'later') return later(trip, item, answer.atWall ?? trip.clock.wall(), item.why ?? '')
  if (answer.leave === 'refused') {
    const moment = { wall: trip.clock.wall(), now: trip.clock.now() }
    const why =
      `The ${thingOf(item.kind)} may have ${item.kind === 'message' ? 'left' : 'been made'}. Forestall did not repeat it: ${answer.why ?? ''}`.trim()
    await trip.group.write(tx => saveFound(tx, item, { found: 'unknown' }, moment, why))
    return false
  }
  const ending = await sendOne(trip, item)
  if (ending !== null && ending !== 'gone') trip.tally[ending]++
  return ending === 'sent' || ending === 'refused'
}

async function later(trip: Trip, item: DrainItem, at: number, why: string): Promise<boolean> {
  await trip.group.write(tx => askAgain(tx, item, at, why))
  return false
}
