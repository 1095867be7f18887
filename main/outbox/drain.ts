import type { Clock } from '../../shared/clock.ts'
import { type ReadDb, statement, type WriteDb } from '../cache/db.ts'
import { putSetting } from '../cache/settings.ts'
import type { Writer } from '../cache/writer.ts'
import { backoff, CHANNEL_PACE } from './backoff.ts'
import type { Channel, Ending, Outgoing } from './channels/channel.ts'
import { markSending, saveEnding } from './endings.ts'
import { type DrainItem, dueLanes, laneHead, pausedOf, TROUBLE, troubleOf } from './store.ts'

export interface Drained {
  sent: number
  later: number
  refused: number
  unsure: number
}

/** Whether a message may still leave, asked right before it does. `atWall`: when to ask again, machine time, UTC ms. */
export interface RecheckAnswer {
  leave: 'now' | 'later' | 'refused'
  why: string | null
  atWall: number | null
  keep(tx: WriteDb): void
}

export interface DrainDeps {
  writer: Writer
  read: ReadDb
  clock: Clock
  /** In [0, 1). */
  random: () => number
  /** The channel to use for one drain, which closes it; null while none is set up. */
  channel: () => Promise<Channel | null>
  recheck: (item: DrainItem) => RecheckAnswer
}

/** Recipients that are served at the same time. */
const LANES = 4
const NO_CHANNEL = 'No mail server is set yet. Set one in the settings.'

/** The message must not leave after all. Null: somebody else has dealt with it. */
class Held extends Error {
  readonly answer: RecheckAnswer | null
  constructor(answer: RecheckAnswer | null) {
    super('held')
    this.answer = answer
  }
}

/**
 *   waiting ──recheck──▶ connect ──▶ sending (durable) ──▶ DATA ──▶ sent
 *      ▲  │ └─▶ refused     │                              ├─▶ refused
 *      └──┴── later ◀───────┴──────────────────────────────┤
 *                                a crash or a lost answer ─┴─▶ unsure, until a person settles it
 *
 * One message of a lane at a time, in the order in which they were queued; a message that waits holds its own lane
 * only. The returned function sends what may leave now; two calls at once are one.
 */
export function createDrain(deps: DrainDeps): (signal: AbortSignal) => Promise<Drained> {
  const unsaved: ((tx: WriteDb) => void)[] = []
  let running: Promise<Drained> | null = null
  return signal => {
    running ??= run(deps, unsaved, signal).finally(() => {
      running = null
    })
    return running
  }
}

async function run(deps: DrainDeps, unsaved: ((tx: WriteDb) => void)[], signal: AbortSignal): Promise<Drained> {
  const { writer, read, clock } = deps
  await flush(writer, unsaved)
  const tally: Drained = { sent: 0, later: 0, refused: 0, unsure: 0 }
  const lanes = pausedOf(read) ? [] : read.all(dueLanes(clock.wall())).map(({ lane }) => lane)
  if (lanes.length === 0) return tally
  const channel = await deps.channel()
  if (!channel) {
    await noteTrouble(deps, NO_CHANNEL)
    return { ...tally, later: lanes.length }
  }
  const trip = { deps, channel, signal, tally, unsaved, down: null as string | null, answered: false }
  try {
    // After trouble one message goes ahead: a server that is still away need not refuse four.
    while (troubleOf(read) && !trip.answered && lanes.length > 0 && mayGoOn(trip)) await drainLane(trip, lanes.shift())
    const serve = async () => {
      while (lanes.length > 0 && mayGoOn(trip)) await drainLane(trip, lanes.shift())
    }
    const ends = await Promise.allSettled(Array.from({ length: LANES }, serve))
    const failed = ends.find(end => end.status === 'rejected')
    if (failed) throw failed.reason
  } finally {
    await channel.close()
    if (trip.down !== null) await noteTrouble(deps, trip.down)
    else if (trip.answered && troubleOf(read)) await writer.write('steady', clearTrouble)
  }
  return tally
}

interface Trip {
  deps: DrainDeps
  channel: Channel
  signal: AbortSignal
  tally: Drained
  /** Endings that the disk would not take; they are written before anything else is sent. */
  unsaved: ((tx: WriteDb) => void)[]
  /** Why the channel is away, once it was found to be. */
  down: string | null
  answered: boolean
}

const mayGoOn = ({ down, signal }: Trip): boolean => down === null && !signal.aborted

async function drainLane(trip: Trip, lane: string | undefined): Promise<void> {
  const { read, clock } = trip.deps
  while (lane !== undefined && mayGoOn(trip)) {
    const head = read.get(laneHead(lane))
    if (head?.state !== 'waiting' || head.notBefore > clock.wall() || pausedOf(read)) return
    const ending = await sendOne(trip, head)
    if (ending !== null) trip.tally[ending]++
    // What waits or is unsure holds its lane; what left or was refused makes room.
    if (ending !== 'sent' && ending !== 'refused') return
  }
}

/** Sends one message; null when somebody else dealt with it meanwhile. */
async function sendOne(trip: Trip, item: DrainItem): Promise<keyof Drained | null> {
  const { clock, recheck, writer } = trip.deps
  const first = recheck(item)
  if (first.leave !== 'now') return hold(trip, item, first)
  const startedAt = clock.wall()
  let sending = false
  const beforeCommit = async () => {
    // Asked again in the very transaction that marks the message as leaving: connecting may have taken a while.
    await writer.write('user', tx => {
      const again = recheck(item)
      if (again.leave !== 'now') throw new Held(again)
      if (trip.signal.aborted || pausedOf(tx) || !markSending(tx, item, startedAt)) throw new Held(null)
      again.keep(tx)
    })
    sending = true
  }
  let ending: Ending
  try {
    ending = await trip.channel.send(JSON.parse(item.payload) as Outgoing, beforeCommit, trip.signal)
  } catch (error) {
    if (error instanceof Held) return error.answer ? hold(trip, item, error.answer) : null
    // Before the mark nothing has left. After it nobody can tell, whatever went wrong in the channel.
    const why = 'Sending broke off; the message may or may not have left.'
    if (sending) await end(trip, item, { ending: 'unsure', why }, startedAt)
    throw error
  }
  return end(trip, item, ending, startedAt)
}

async function end(trip: Trip, item: DrainItem, ending: Ending, startedAt: number): Promise<keyof Drained> {
  const { clock, random, writer } = trip.deps
  const down = ending.ending === 'later' && ending.down === true
  if (down) trip.down ??= ending.why
  else trip.answered = true
  const moment = { wall: clock.wall(), now: clock.now(), random: random() }
  const save = (tx: WriteDb) => saveEnding(tx, item, ending, startedAt, moment)
  try {
    await writer.write('user', save)
  } catch (error) {
    trip.unsaved.push(save)
    throw error
  }
  return ending.ending
}

/** Preflight's second look says no, or not now. */
async function hold(trip: Trip, item: DrainItem, answer: RecheckAnswer): Promise<'later' | 'refused'> {
  const isLater = answer.leave === 'later'
  await trip.deps.writer.write('user', tx => {
    tx.run(
      statement("UPDATE outbox SET state = ?, why = ?, not_before = ? WHERE id = ? AND state = 'waiting'", [
        isLater ? 'waiting' : 'refused',
        answer.why,
        isLater ? Math.max(answer.atWall ?? 0, item.notBefore) : item.notBefore,
        item.id,
      ]),
    )
    answer.keep(tx)
  })
  return isLater ? 'later' : 'refused'
}

async function flush(writer: Writer, unsaved: ((tx: WriteDb) => void)[]): Promise<void> {
  while (unsaved[0]) {
    await writer.write('user', unsaved[0])
    unsaved.shift()
  }
}

const clearTrouble = (tx: WriteDb) => tx.run(statement('DELETE FROM setting WHERE key = ?', [TROUBLE]))

/** Remembers since when the channel is away, and when to try it again. */
async function noteTrouble({ writer, read, clock, random }: DrainDeps, why: string): Promise<void> {
  const before = troubleOf(read)
  const failures = (before?.failures ?? 0) + 1
  const wall = clock.wall()
  const until = wall + backoff(failures, CHANNEL_PACE, random())
  await writer.write('steady', tx => putSetting(tx, TROUBLE, { since: before?.since ?? wall, why, failures, until }))
}
