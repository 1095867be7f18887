import type { Clock } from '../../shared/clock.ts'
import type { ReadDb, WriteDb } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import type { Channels } from './channels/channel.ts'
import { findOut } from './find-out.ts'
import { type Group, groupCommits } from './group.ts'
import { type Drained, mayGoOn, type RecheckAnswer, sendOne, type Trip } from './send.ts'
import { type DrainItem, type DueLane, dueLanes, laneHead, pausedOf } from './store.ts'
import { clearTrouble, noteTrouble, troublesOf } from './trouble.ts'

export type { Drained, RecheckAnswer } from './send.ts'

export interface DrainDeps {
  writer: Writer
  read: ReadDb
  clock: Clock
  /** In [0, 1). */
  random: () => number
  channels: Channels
  recheck: (item: DrainItem) => RecheckAnswer
  /** The same for messages that leave together, in their order; asked one by one where absent. */
  recheckMany?: (items: readonly DrainItem[]) => RecheckAnswer[]
}

/** `everything`: a person wants it now; `due`: a channel that is away is left alone until its back-off has passed. */
export type Eagerness = 'everything' | 'due'

/** Recipients that are served at the same time, unless the channel says otherwise. */
const LANES = 4

/**
 *   waiting ──recheck──▶ connect ──▶ sending (durable) ──▶ DATA ──▶ sent
 *      ▲  │ └─▶ refused     │                              ├─▶ refused
 *      └──┴── later ◀───────┴──────────────────────────────┤
 *      ▲                         a crash or a lost answer ─┴─▶ unsure ─▶ found out by its key (`find-out.ts`),
 *      └───────────────────────────────────────────────────────┘         or settled by a person
 *
 * Channels are served side by side, and one that is away holds up its own messages only. Within a channel one message of
 * a recipient at a time, in the order in which they were queued; a message that waits holds its own lane only. The
 * returned function sends what may leave now; two calls at once are one.
 */
export function createDrain(deps: DrainDeps): (signal: AbortSignal, eagerness?: Eagerness) => Promise<Drained> {
  const outbox: Outbox = {
    ...deps,
    unsaved: [],
    group: groupCommits(deps.writer, deps.recheckMany ?? (items => items.map(deps.recheck))),
  }
  let running: Promise<Drained> | null = null
  return (signal, eagerness = 'everything') => {
    running ??= run(outbox, signal, eagerness).finally(() => {
      running = null
    })
    return running
  }
}

interface Outbox extends DrainDeps {
  unsaved: ((tx: WriteDb) => void)[]
  group: Group
}

async function run(outbox: Outbox, signal: AbortSignal, eagerness: Eagerness): Promise<Drained> {
  const { writer, read, clock, channels, unsaved } = outbox
  await flush(writer, unsaved)
  const tally: Drained = { sent: 0, later: 0, refused: 0, unsure: 0 }
  if (pausedOf(read)) return tally
  const troubles = troublesOf(read)
  const wall = clock.wall()
  const due = new Map<string, DueLane[]>()
  for (const lane of read.all(dueLanes(wall, channels.keyed()))) {
    const trouble = troubles[lane.channel]
    if (trouble && trouble.until > wall && (trouble.asked || eagerness === 'due')) continue
    const lanes = due.get(lane.channel)
    if (lanes) lanes.push(lane)
    else due.set(lane.channel, [lane])
  }
  const ends = await Promise.allSettled(
    [...due].map(([name, lanes]) => serveChannel(outbox, name, lanes, signal, tally)),
  )
  throwFirst(ends)
  return tally
}

/** Everybody has come to an end by now; what went wrong first is told. */
function throwFirst(ends: readonly PromiseSettledResult<unknown>[]): void {
  const failed = ends.find(end => end.status === 'rejected')
  if (failed) throw failed.reason
}

async function serveChannel(
  outbox: Outbox,
  name: string,
  lanes: DueLane[],
  signal: AbortSignal,
  tally: Drained,
): Promise<void> {
  const { read, writer } = outbox
  const channel = await outbox.channels.open(name)
  if ('missing' in channel) {
    await noteTrouble(outbox, name, { why: channel.missing, hint: null })
    tally.later += lanes.filter(({ state }) => state === 'waiting').length
    return
  }
  const trip: Trip = { ...outbox, channel, signal, tally, down: null, answered: false, saving: new Set(), broken: null }
  const away = () => troublesOf(read)[name] !== undefined
  try {
    // After trouble one message goes ahead: a server that is still away need not refuse four.
    while (away() && !trip.answered && lanes.length > 0 && mayGoOn(trip)) await drainLane(trip, lanes.shift())
    throwFirst(await Promise.allSettled(Array.from({ length: channel.lanes ?? LANES }, () => serveLanes(trip, lanes))))
  } finally {
    await Promise.all(trip.saving)
    await channel.close()
    if (trip.down) await noteTrouble(outbox, name, trip.down)
    else if (trip.answered && away()) await writer.write('steady', tx => clearTrouble(tx, name))
  }
  if (trip.broken) throw trip.broken.error
}

async function serveLanes(trip: Trip, lanes: DueLane[]): Promise<void> {
  while (lanes.length > 0 && mayGoOn(trip)) await drainLane(trip, lanes.shift())
}

async function drainLane(trip: Trip, lane: DueLane | undefined): Promise<void> {
  const { read, clock } = trip
  let left = lane?.n ?? 0
  while (lane !== undefined && mayGoOn(trip)) {
    const head = read.get(laneHead(lane.lane, lane.channel))
    if (!head || head.notBefore > clock.wall() || pausedOf(read)) return
    if (!(await serveHead(trip, head))) return
    // What was found out about may be in line again, and is looked at once more.
    if (head.state === 'waiting' && --left === 0) return
    // The next of the same recipient is at its head only once this one's ending is on the disk.
    await Promise.all(trip.saving)
  }
}

/** Says whether the lane may go on. What waits or is unsure holds it; what left or was refused makes room. */
async function serveHead(trip: Trip, head: DrainItem): Promise<boolean> {
  if (head.state === 'unsure' && head.open) return findOut(trip, head)
  if (head.state !== 'waiting') return false
  const ending = await sendOne(trip, head)
  if (ending !== null) trip.tally[ending]++
  return ending === 'sent' || ending === 'refused'
}

async function flush(writer: Writer, unsaved: ((tx: WriteDb) => void)[]): Promise<void> {
  while (unsaved[0]) {
    await writer.write('user', unsaved[0])
    unsaved.shift()
  }
}
