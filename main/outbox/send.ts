import { describeBug } from '../../shared/bug.ts'
import type { Clock } from '../../shared/clock.ts'
import { type Outgoing, outgoingOf, unsureWords } from '../../shared/outbox/outgoing.ts'
import { HOUR } from '../../shared/trigger/duration.ts'
import type { ReadDb, WriteDb } from '../cache/db.ts'
import { isStorage } from '../cache/failure.ts'
import type { Channel, Ending } from './channels/channel.ts'
import { markSending, saveEnding, saveHold, unmark } from './endings.ts'
import type { Group } from './group.ts'
import type { Recheck, RecheckAnswer } from './recheck.ts'
import { type DrainItem, pausedOf } from './store.ts'

/** The same about one message, as the cache is now. */
export function recheckOne({ recheck, read }: Trip, item: DrainItem): RecheckAnswer {
  const [answer] = recheck(read, [item])
  if (!answer) throw new Error('one message has one answer')
  return answer
}

export interface Drained {
  sent: number
  later: number
  refused: number
  unsure: number
}

/** One drain of one channel. */
export interface Trip {
  read: ReadDb
  clock: Clock
  /** In [0, 1). */
  random: () => number
  recheck: Recheck
  bounced?: (tx: WriteDb, address: string, why: string, at: number) => void
  channel: Channel
  signal: AbortSignal
  group: Group
  tally: Drained
  /** Endings that the disk would not take; they are written before anything else is sent. */
  unsaved: ((tx: WriteDb) => void)[]
  /** Why the channel is away, once it was found to be, and how long it asks to be left alone, in ms. */
  down: { why: string; hint: number | null } | null
  answered: boolean
  /** A person has paused the outbox meanwhile. */
  paused: boolean
  /** Endings on their way to the disk: the next recipient need not wait for them. */
  saving: Set<Promise<void>>
  /** The disk would not take an ending; nothing more is sent. */
  broken: { error: unknown } | null
}

export const mayGoOn = ({ down, signal, paused, broken }: Trip): boolean =>
  down === null && !signal.aborted && !paused && broken === null

/** The message must not leave after all. Null: somebody else has dealt with it. */
class Held extends Error {
  readonly answer: RecheckAnswer | null
  constructor(answer: RecheckAnswer | null) {
    super('held')
    this.answer = answer
  }
}

/** Sends one message; null when somebody else is dealing with it, `gone` when it waits no more. */
export async function sendOne(trip: Trip, item: DrainItem): Promise<keyof Drained | 'gone' | null> {
  const out = readable(item)
  if (!out) return end(trip, item, UNREADABLE, trip.clock.wall())
  if (!trip.channel.ready?.()) {
    const first = recheckOne(trip, item)
    if (first.leave !== 'now') return hold(trip, item, first)
  }
  const startedAt = trip.clock.wall()
  let sending = false
  const beforeCommit = async () => {
    const held = await trip.group.decide(item, (tx, answer) => mark(trip, tx, item, startedAt, answer))
    if (held) throw held
    sending = true
  }
  let ending: Ending
  try {
    ending = await trip.channel.send(out, beforeCommit, trip.signal)
  } catch (error) {
    if (error instanceof Held) return error.answer ? hold(trip, item, error.answer) : null
    // Before the mark nothing has left. After it nobody can tell, whatever went wrong in the channel.
    if (sending) end(trip, item, { ending: 'unsure', why: `Sending broke off; ${unsureWords(item.kind)}.` }, startedAt)
    else if (isStorage(error)) trip.unsaved.push(tx => unmark(tx, item, trip.clock.wall()))
    else return hold(trip, item, setAside(error, trip.clock.wall()))
    throw error
  }
  return end(trip, item, ending, startedAt)
}

/** A bug about one message must not keep the others of its channel from leaving. */
const setAside = (error: unknown, wall: number): RecheckAnswer => ({
  leave: 'later',
  why: `The channel could not prepare this message (${describeBug(error)}). The message waits and is tried again in an hour.`,
  atWall: wall + HOUR,
  keep: () => {},
})

const UNREADABLE: Ending = { ending: 'refused', why: 'The queued message cannot be read any more; nothing was sent.' }

/** What the row carries; null where nothing can be made of it, which must not stop the others. */
export function readable(item: DrainItem): Outgoing | null {
  try {
    return outgoingOf(item.payload)
  } catch {
    return null
  }
}

/** Asked again in the very transaction that marks the message as leaving: connecting may have taken a while. */
function mark(trip: Trip, tx: WriteDb, item: DrainItem, startedAt: number, again: RecheckAnswer): Held | null {
  if (again.leave !== 'now') return new Held(again)
  trip.paused = pausedOf(tx)
  if (!mayGoOn(trip) || !markSending(tx, item, startedAt)) return new Held(null)
  again.keep(tx)
  return null
}

function end(trip: Trip, item: DrainItem, ending: Ending, startedAt: number): keyof Drained {
  const { clock, random } = trip
  if (ending.ending === 'later' && ending.down) trip.down ??= { why: ending.why, hint: ending.afterMs }
  // Where one answer was lost the next would be, too, and each of them would be left to a person.
  else if (ending.ending === 'unsure') trip.down ??= { why: ending.why, hint: null }
  else trip.answered = true
  const moment = { wall: clock.wall(), now: clock.now(), random: random() }
  const save = (tx: WriteDb) => {
    saveEnding(tx, item, ending, startedAt, moment)
    if (ending.ending === 'refused' && ending.bounced) trip.bounced?.(tx, item.recipient, ending.why, moment.now)
  }
  // The drain waits for it in the end; the next recipient need not.
  const saving: Promise<void> = trip.group.write(save).then(
    () => void trip.saving.delete(saving),
    (error: unknown) => {
      trip.unsaved.push(save)
      trip.broken ??= { error }
    },
  )
  trip.saving.add(saving)
  return ending.ending
}

/** Preflight's second look says no, or not now; `gone` where a person has taken the message back meanwhile. */
async function hold(trip: Trip, item: DrainItem, answer: RecheckAnswer): Promise<'later' | 'refused' | 'gone'> {
  const leave = answer.leave === 'later' ? 'later' : 'refused'
  const wall = trip.clock.wall()
  const held = await trip.group.write(tx => {
    const waits = saveHold(tx, item, { leave, why: answer.why, at: answer.atWall ?? 0 }, wall)
    // Where a person has dealt with the message, it is known already why it does not leave.
    if (waits) answer.keep(tx)
    return waits
  })
  return held ? leave : 'gone'
}
