import type { Clock } from '../../shared/clock.ts'
import { own } from '../../shared/foreign/own.ts'
import type { ReadDb, WriteDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import type { Channels } from './channels/channel.ts'
import { findOut } from './find-out.ts'
import { type Group, groupCommits } from './group.ts'
import type { Recheck } from './recheck.ts'
import { type Drained, mayGoOn, sendOne, type Trip } from './send.ts'
import { type DrainItem, type DueLane, dueLanes, laneHeads, pausedOf } from './store.ts'
import { clearTrouble, noteTrouble, troublesOf } from './trouble.ts'

export type { Drained } from './send.ts'

export interface DrainDeps {
  writer: Writer
  read: ReadDb
  clock: Clock
  /** In [0, 1). */
  random: () => number
  channels: Channels
  /** Whether messages that leave together may still leave, in their order. */
  recheck: Recheck
  /** Remembers an address that does not exist, in the transaction that keeps the ending. */
  bounced?: (tx: WriteDb, address: string, why: string, at: number) => void
}

/** `everything`: a person wants it now; `due`: a channel that is away is left alone until its back-off has passed. */
export type Eagerness = 'everything' | 'due'

/** Recipients that are served at the same time, unless the channel says otherwise. */
const LANES = 4
/** Messages that are read ahead of being sent. What becomes of them meanwhile is seen when they are marked. */
const AHEAD = 50

/**
 *   waiting ──recheck──▶ connect ──▶ sending (durable) ──▶ DATA ──▶ sent
 *      ▲  │ └─▶ refused     │                              ├─▶ refused
 *      └──┴── later ◀───────┴──────────────────────────────┤
 *      ▲                         a crash or a lost answer ─┴─▶ unsure ─▶ found out by its key (`find-out.ts`),
 *      └───────────────────────────────────────────────────────┘         or settled by a person
 *
 * Channels are served side by side, and one that is away or hangs holds up its own messages only. Within a channel one
 * message of a recipient at a time, in the order in which they were queued; a message that waits holds its own lane only.
 * The returned function sends what may leave now. A channel that another call is serving is not served twice: both wait
 * for its end.
 */
export function createDrain(deps: DrainDeps): (signal: AbortSignal, eagerness?: Eagerness) => Promise<Drained> {
  const outbox: Outbox = {
    ...deps,
    unsaved: [],
    flushing: null,
    serving: new Map(),
    group: groupCommits(deps.writer, deps.recheck),
  }
  return (signal, eagerness = 'everything') => run(outbox, signal, eagerness)
}

interface Outbox extends DrainDeps {
  unsaved: ((tx: WriteDb) => void)[]
  flushing: Promise<void> | null
  /** Channels that are being served, by name, and what will have come of it. */
  serving: Map<string, Promise<Drained>>
  group: Group
}

async function run(outbox: Outbox, signal: AbortSignal, eagerness: Eagerness): Promise<Drained> {
  const { read, clock, channels, serving } = outbox
  outbox.flushing ??= flush(outbox).finally(() => {
    outbox.flushing = null
  })
  await outbox.flushing
  if (pausedOf(read)) return NOTHING
  const troubles = troublesOf(read)
  const wall = clock.wall()
  const due = new Map<string, DueLane[]>()
  for (const lane of read.all(dueLanes(wall, channels.keyed()))) {
    const trouble = own(troubles, lane.channel)
    if (trouble && trouble.until > wall && (trouble.asked || eagerness === 'due')) continue
    const lanes = due.get(lane.channel)
    if (lanes) lanes.push(lane)
    else due.set(lane.channel, [lane])
  }
  for (const [name, lanes] of due)
    if (!serving.has(name))
      serving.set(
        name,
        serveChannel(outbox, name, lanes, signal).finally(() => serving.delete(name)),
      )
  const ends = await Promise.allSettled([...due.keys()].flatMap(name => serving.get(name) ?? []))
  throwFirst(ends)
  return ends.flatMap(end => (end.status === 'fulfilled' ? end.value : [])).reduce(added, NOTHING)
}

const NOTHING: Drained = { sent: 0, later: 0, refused: 0, unsure: 0 }
const added = (a: Drained, b: Drained): Drained => ({
  sent: a.sent + b.sent,
  later: a.later + b.later,
  refused: a.refused + b.refused,
  unsure: a.unsure + b.unsure,
})

/** Everybody has come to an end by now; what went wrong first is told. */
function throwFirst(ends: readonly PromiseSettledResult<unknown>[]): void {
  const failed = ends.find(end => end.status === 'rejected')
  if (failed) throw failed.reason
}

async function serveChannel(outbox: Outbox, name: string, lanes: DueLane[], signal: AbortSignal): Promise<Drained> {
  const { read, writer } = outbox
  const channel = await outbox.channels.open(name)
  if ('missing' in channel) {
    await noteTrouble(outbox, name, { why: channel.missing, hint: null, missing: true })
    return { ...NOTHING, later: lanes.filter(({ state }) => state === 'waiting').length }
  }
  const trip: Trip = {
    ...outbox,
    channel,
    signal,
    tally: { ...NOTHING },
    down: null,
    answered: false,
    paused: false,
    saving: new Set(),
    broken: null,
  }
  const away = () => own(troublesOf(read), name) !== undefined
  const next = line(read, name, lanes)
  try {
    // After trouble one message goes ahead: a server that is still away need not refuse four.
    await serveLanes(trip, next, () => away() && !trip.answered)
    throwFirst(await Promise.allSettled(Array.from({ length: channel.lanes ?? LANES }, () => serveLanes(trip, next))))
  } finally {
    await Promise.all(trip.saving)
    await channel.close()
    if (trip.down) await noteTrouble(outbox, name, trip.down, trip.answered)
    else if (trip.answered && away()) await writer.write('steady', tx => clearTrouble(tx, name))
  }
  if (trip.broken) throw trip.broken.error
  return trip.tally
}

/** A recipient in line: the message that its lane stands behind, and how many there are. */
interface Standing {
  head: DrainItem
  n: number
}

/** Recipients in the order in which they have waited, each once; nothing when nobody is left. */
function line(read: ReadDb, channel: string, lanes: readonly DueLane[]): () => Standing | undefined {
  const standing = (function* () {
    for (let at = 0; at < lanes.length; at += AHEAD) {
      const few = new Map(lanes.slice(at, at + AHEAD).map(({ lane, n }) => [lane, n]))
      for (const head of read.all(laneHeads(channel, [...few.keys()]))) yield { head, n: few.get(head.lane) ?? 0 }
    }
  })()
  return () => standing.next().value ?? undefined
}

async function serveLanes(trip: Trip, next: () => Standing | undefined, goesOn = () => true): Promise<void> {
  const following = () => (mayGoOn(trip) && goesOn() ? next() : undefined)
  for (let standing = following(); standing; standing = following()) await drainLane(trip, standing)
}

async function drainLane(trip: Trip, { head: first, n }: Standing): Promise<void> {
  const { read, clock, channel } = trip
  let head: DrainItem | undefined = first
  let left = n
  while (head && head.notBefore <= clock.wall() && mayGoOn(trip)) {
    if (!(await serveHead(trip, head))) return
    // What was found out about may be in line again, and is looked at once more.
    if (head.state === 'waiting' && --left === 0) return
    // The next of the same recipient is at its head only once this one's ending is on the disk.
    await Promise.all(trip.saving)
    head = read.get(laneHeads(channel.name, [first.lane]))
  }
}

/** Says whether the lane may go on. What waits or is unsure holds it; what left, was refused or taken back makes room. */
async function serveHead(trip: Trip, head: DrainItem): Promise<boolean> {
  if (head.state === 'unsure' && head.open) return findOut(trip, head)
  if (head.state !== 'waiting') return false
  const ending = await sendOne(trip, head)
  if (ending !== null && ending !== 'gone') trip.tally[ending]++
  return ending === 'sent' || ending === 'refused' || ending === 'gone'
}

async function flush({ writer, unsaved }: Outbox): Promise<void> {
  while (unsaved[0]) {
    await writer.write('user', unsaved[0])
    unsaved.shift()
  }
}
