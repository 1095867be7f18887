import { isDamage } from '../cache/failure.ts'
import type { Acting } from './acting/acting.ts'
import type { Bulk } from './acting/bulk.ts'
import type { Delivery } from './acting/delivery.ts'
import type { Idle } from './idle.ts'
import type { Learning } from './learning/learning.ts'
import type { FileGuard } from './open/file-guard.ts'
import type { Leadership } from './open/leadership.ts'
import type { Workspace } from './open/open.ts'
import type { Part } from './part.ts'
import type { Privacy } from './privacy/privacy.ts'
import type { HalfRead } from './sources/half-read.ts'
import type { Outages } from './sources/outages.ts'
import type { Sources } from './sources/sources.ts'

/** How often time-driven work and other processes' changes are looked for, in ms. */
const TICK = 1_000
/** How long after a client has asked whether all is done, in ms: what its screen asks at the same time is answered first. */
const ASKED = 50

/** What may leave or may be read sooner when one of these tables has changed. */
const HURRIES = ['outbox', 'setting', 'source', 'secret']

export interface Background {
  /** Looks soon for what is due, unless a turn is under way. */
  wake(): void
}

/**
 *   every second, and once in it after a change ─▶ did another process write? ─▶ announce it
 *                └▶ do we lead? ─▶ begin to read what is due, to send what may leave, to look at fixes
 *                                    ─▶ finish erasures ─▶ take runs on, log ghost sends, find promises ─▶ evaluate what time alone has changed
 */
export function startBackground(parts: {
  workspace: Pick<Workspace, 'noticeForeignWrites' | 'changes'> & {
    leadership: Pick<Leadership, 'lead'>
    guard: Pick<FileGuard, 'tick' | 'damaged'>
    idle: Pick<Idle, 'turn'>
  }
  acting: Pick<Acting, 'lookAtFixes' | 'logGhosts' | 'moveRunsIfDue'> & {
    delivery: Pick<Delivery, 'drainIfDue'>
    bulk: Pick<Bulk, 'settle'>
  }
  learning: Pick<Learning, 'evaluateIfDue'>
  sources: Pick<Sources, 'readIfDue' | 'firstSync'> & {
    outages: Pick<Outages, 'settle'>
    halfRead: Pick<HalfRead, 'shut' | 'filling'>
  }
  privacy: Pick<Privacy, 'settle'>
  /** Looks for promises in messages that were queued since the last look. */
  findPromises: () => Promise<void>
}): Part<Background> {
  const { workspace, acting, learning, sources, privacy, findPromises } = parts
  const { halfRead } = sources
  let stopped = false
  /** Something has changed since this turn began. */
  let stale = false
  /** Whether a change may still begin a turn of its own, before the next second. */
  let mayFollow = true
  let turn: Promise<void> | null = null
  let woken: NodeJS.Timeout | null = null

  /** A server that hangs must hold up neither the others nor what is done here: it is not waited for. */
  const begin = () => {
    sources.readIfDue()
    if (!halfRead.filling()) acting.delivery.drainIfDue()
    acting.lookAtFixes()
  }
  const work = async () => {
    await acting.bulk.settle()
    if (!stopped) await sources.outages.settle()
    if (!stopped) await privacy.settle()
    if (!stopped && !halfRead.shut()) await acting.moveRunsIfDue()
    if (!stopped && !halfRead.shut()) await acting.logGhosts()
    if (!stopped) await findPromises()
    if (!stopped && !halfRead.shut()) await learning.evaluateIfDue()
  }
  const once = async () => {
    try {
      workspace.noticeForeignWrites()
      if (!(await workspace.leadership.lead()) || stopped) return
      workspace.guard.tick()
      begin()
      await work()
    } catch (error) {
      // The disk or a server said no; it is told in words where it matters: the outbox, the stream, the task. Nobody asked
      // for this turn, so a damaged file that it meets would be told nowhere.
      if (isDamage(error)) workspace.guard.damaged()
    }
  }
  const tick = () => {
    if (stopped || turn) return
    stale = false
    const over = workspace.idle.turn()
    turn = once().finally(() => {
      turn = null
      over()
      if (stale) follow()
    })
  }
  /** What has changed may be work for another turn: it is not left until the next second, but it does not spin either. */
  const follow = () => {
    if (!mayFollow) return
    mayFollow = false
    tick()
  }

  const timer = setInterval(() => {
    mayFollow = true
    tick()
  }, TICK)
  workspace.changes.subscribe('changed', ({ tables }) => {
    if (tables.every(table => table === 'task')) return
    if (turn) stale = true
    else if (HURRIES.some(table => tables.includes(table))) tick()
    else follow()
  })
  // What goes wrong is told by its task and its source.
  sources.firstSync().catch(() => {})
  return {
    wake: () => {
      woken ??= setTimeout(() => {
        woken = null
        tick()
      }, ASKED)
    },
    close: async () => {
      stopped = true
      clearInterval(timer)
      if (woken) clearTimeout(woken)
      await turn
    },
  }
}
