import { z } from 'zod'
import type { Clock } from '../../../shared/clock.ts'
import type { ChannelList } from '../../../shared/outbox/channel.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { getSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { recheck, rememberBounce } from '../../intervention/door.ts'
import {
  clearTrouble,
  createDrain,
  type Drained,
  dueAfterWrongClock,
  type Eagerness,
  hurry,
  nextWake,
  type RecheckAnswer,
  STANDS_STILL,
  waitsForWrongClock,
} from '../../outbox/door.ts'
import type { Idle } from '../idle.ts'
import type { Decisions } from '../open/decisions.ts'
import { clockSettingOf, type WorkspaceIdentity } from '../open/workspace.ts'
import type { SecretStore } from '../secrets-store.ts'
import { checkChannel, listChannels } from './channel-list.ts'
import { openChannel, workspaceChannels } from './channels.ts'
import { moveAddress, withoutAddress } from './webhook-address.ts'

export interface Delivery {
  /** Sends what may leave now. Fails while another process of this machine sends for this workspace. */
  drain(): Promise<Result<Drained>>
  /** Begins to send if something became due, while this process leads; waits for no server. */
  drainIfDue(): void
  /** Connects and signs in without sending anything to anybody. */
  test(channel: string): Promise<{ ok: boolean; message: string }>
  /** A channel's secret has changed: what waits for it may go at once. */
  tryAgain(channel: string): Promise<void>
  listChannels(): Promise<ChannelList>
  /** Holds what a person has typed against the fields of a channel. */
  checkChannel(id: string, values: Record<string, string>): Result<Record<string, string>>
  /** What of a channel's values goes into the database; what is secret in them goes into the keychain. */
  keepSecrets(id: string, values: Record<string, string>): Promise<Record<string, string>>
  /** Brings what an older version kept in the database into the keychain. */
  moveSecrets(decide: Decisions['decide']): Promise<void>
  close(): Promise<void>
}

/** How long nothing new is looked for while something is being sent, in ms. */
const WHILE_SERVING = 3_000
/** A clock that is set back by more was wrong; a little is the time server's doing, ms. */
const SET_BACK = 60_000

const anotherSends = fail(
  'conflict',
  'Nothing was sent from here.',
  'Another Forestall has this workspace open and sends for it.',
  'That Forestall sends due messages automatically within a second.',
)

/** Connects the outbox with its channel, preflight's second look, and the leader lock. */
export function createDelivery(deps: {
  writer: Writer
  read: ReadDb
  clock: Clock
  dir: string
  random: () => number
  identity: WorkspaceIdentity
  secrets: SecretStore
  lead: () => Promise<boolean>
  idle: Pick<Idle, 'during'>
}): Delivery {
  const { writer, read, clock } = deps
  const stop = new AbortController()
  const running = new Set<Promise<Drained>>()
  let [lookedAt, lastTurn] = [0, 0]

  const channels = workspaceChannels(deps)
  const standsStill = () => clockSettingOf(read).mode === 'fixed'
  // What waits for an hour of a clock that does not move waits for ever; the person must know.
  const saying = (answer: RecheckAnswer): RecheckAnswer =>
    answer.leave === 'later' && standsStill() ? { ...answer, why: `${answer.why} ${STANDS_STILL}` } : answer
  const again = recheck(clock)
  const work = createDrain({
    writer,
    read,
    clock,
    random: deps.random,
    channels,
    recheck: (db, items) => again(db, items).map(saying),
    bounced: rememberBounce,
  })
  const drainOnce = (eagerness: Eagerness) => {
    const sending = deps.idle.during(() => work(stop.signal, eagerness))
    const draining = sending.finally(() => running.delete(draining))
    running.add(draining)
    return draining
  }
  // Looked for every second, and found by going over all that waits: asked again only when something was written.
  const wakeOf = rememberedWhile(
    () => read.get(dataVersion)?.data_version,
    () => nextWake(read, channels.keyed()),
  )
  /** The clock was ahead until now: what failed meanwhile does not wait until it gets there again. */
  const rightAfterJump = (wall: number) => {
    lookedAt = 0
    if (!waitsForWrongClock(read, wall)) return
    // What cannot be written now is right again at the next start.
    writer.write('steady', tx => dueAfterWrongClock(tx, wall)).catch(() => {})
  }
  const paused = () => getSetting(read, 'outbox.paused', z.boolean()) ?? false

  return {
    drain: async () => {
      if (!(await deps.lead())) return anotherSends
      await writer.write('user', tx => tx.run(hurry(clock.wall())))
      return ok(await drainOnce('everything'))
    },
    drainIfDue: () => {
      const wall = clock.wall()
      if (wall < lastTurn - SET_BACK) rightAfterJump(wall)
      lastTurn = wall
      // What is due for other channels than those that are served is looked for by going over all that waits.
      if (paused() || (running.size > 0 && wall - lookedAt < WHILE_SERVING)) return
      const wake = wakeOf()
      if (wake === null || wake > wall) return
      lookedAt = wall
      // What goes wrong is told where it matters: in the outbox.
      drainOnce('due').catch(() => {})
    },
    tryAgain: channel => writer.write('user', tx => clearTrouble(tx, channel)),
    listChannels: () => listChannels(deps),
    checkChannel: (id, values) => checkChannel(deps, id, values),
    keepSecrets: (id, values) => withoutAddress(deps, id, values),
    moveSecrets: decide => moveAddress({ ...deps, decide }),
    test: async name => {
      const found = await openChannel(deps, name)
      if ('missing' in found) return { ok: false, message: found.missing }
      const answer = await found.test()
      await found.close()
      return answer
    },
    close: async () => {
      stop.abort()
      await Promise.allSettled(running)
    },
  }
}

/** Moves whenever another connection than this one, the writer's for instance, has committed. */
const dataVersion = query<{ data_version: number }>('PRAGMA data_version')

/** Works `value` out again only when `version` has moved. */
function rememberedWhile<T>(version: () => unknown, value: () => T): () => T {
  let known: { version: unknown; value: T } | null = null
  return () => {
    const now = version()
    if (known === null || known.version !== now) known = { version: now, value: value() }
    return known.value
  }
}
