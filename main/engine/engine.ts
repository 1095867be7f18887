import { randomUUID } from 'node:crypto'
import { EventPublisher } from '@orpc/server'
import type { Clock } from '../../shared/clock.ts'
import type { EvaluationReport } from '../../shared/model/signal.ts'
import type { PushdownReport, SyncReport } from '../../shared/model/source.ts'
import { ok, type Result } from '../../shared/result.ts'
import type { SourcePreview, SourcePreviewAsk } from '../../shared/source/manifest-view.ts'
import type { ProposalAsk, SourceProposal } from '../../shared/source/source-proposal.ts'
import { startCheckpointer } from '../cache/checkpoint.ts'
import type { ReadDb, Watch } from '../cache/db.ts'
import { type Leadership, tryLead } from '../cache/leader.ts'
import { openCache, readDb } from '../cache/open.ts'
import { createWriter } from '../cache/writer.ts'
import { createReviewThread, type ReviewThread } from '../measure/door.ts'
import type { Timer } from '../sync/door.ts'
import { AUTOPILOT, type Autopilot, createAutopilot } from './acting/autopilot.ts'
import { type Bulk, createBulk } from './acting/bulk.ts'
import { createDelivery, type Delivery } from './acting/delivery.ts'
import { createFixes } from './acting/fixes.ts'
import { createRunning, moveRuns } from './acting/running.ts'
import { type Backtests, createBacktests } from './learning/backtests.ts'
import { createPipeline } from './learning/pipeline.ts'
import { startBackground } from './open/background.ts'
import { commands } from './open/commands.ts'
import { createDecisions, type Decisions } from './open/decisions.ts'
import { type Creation, seed } from './open/seed.ts'
import { createTasks, type Tasks } from './open/tasks.ts'
import { type WorkspaceIdentity, workspaceClock } from './open/workspace.ts'
import { liveSamplePast } from './sample/sample-past.ts'
import { announcing, type SecretStore } from './secrets-store.ts'
import { type PushdownAsk, pushdown } from './sources/pushdown.ts'
import { createReading } from './sources/reading.ts'
import { createSourceAccess, type SourceAccess } from './sources/source-access.ts'
import { type ConnectedKinds, connectedKinds } from './sources/source-kinds.ts'
import { previewSource } from './sources/source-preview.ts'
import { proposeSource } from './sources/source-propose.ts'
import { createSourceSchedule } from './sources/source-schedule.ts'
import { createSourceSignIn, type SourceSignIn } from './sources/source-sign-in.ts'
import { createWatching } from './sources/watching.ts'

/** Everything that the engine may not take from the world by itself. */
export interface EngineDeps {
  /** The workspace folder. */
  dir: string
  /** What to make where the folder holds no workspace yet; null refuses such a folder. */
  create: Creation | null
  secrets: SecretStore
  actor: string
  device: string
  /** Machine time, UTC ms. */
  wall: () => number
  ids: () => string
  random: () => number
  /** Hears of every statement of the engine's own thread. */
  watch?: Watch
  /** Instead of the machine's timers, and of the kinds of sources that there are: for tests. */
  timer?: Timer
  kinds?: ConnectedKinds
  /** True for a shell that stays: timers run, and this process tries to become the one that sends. */
  background: boolean
}

export interface Engine extends Decisions {
  dir: string
  identity: WorkspaceIdentity
  actor: string
  read: ReadDb
  clock: Clock
  tasks: Tasks
  secrets: SecretStore
  delivery: Delivery
  bulk: Bulk
  autopilot: Autopilot
  /** Replays of triggers over what happened. */
  backtests: Backtests
  review: ReviewThread
  /** Table names after every commit, `task` and `secret` beside them; `*` when another process wrote. */
  changes: EventPublisher<{ changed: { tables: string[] } }>
  /** Another process of this machine sends for this workspace. */
  shared(): boolean
  /** Reads one source, or all, then evaluates what changed. */
  sync(sourceId: number | undefined): Promise<Result<SyncReport>>
  sourceAccess: SourceAccess
  sourceSignIn: SourceSignIn
  /** The first records of a connected system, without keeping anything. */
  previewSource(ask: SourcePreviewAsk): Promise<Result<SourcePreview>>
  /** Looks for streams in a database or a tap that is about to be connected. */
  proposeSource(ask: ProposalAsk): Promise<Result<SourceProposal>>
  retryQuarantine(sourceId: number): Promise<Result<{ accepted: number; left: number }>>
  evaluate(everything: boolean): Promise<EvaluationReport>
  /** Runs triggers inside a warehouse and reads only the accounts they hold for, then evaluates these. */
  pushdown(ask: PushdownAsk): Promise<Result<PushdownReport>>
  /** Finishes what is queued and lets go of the files. */
  close(): Promise<void>
}

/** The parts of the world that production hands to the engine; tests hand in their own. */
export const systemDeps = {
  wall: () => Date.now(),
  ids: () => randomUUID(),
  random: () => Math.random(),
}

/** Keeps the process alive: the command line waits for a server that asks for patience. */
const systemTimer: Timer = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** How long changes are gathered before they are announced, in ms: one frame, so a burst repaints once. */
const GATHER = 16

/** Opens a workspace and runs it. Fails without a trace where the folder cannot be used. */
export async function createEngine(deps: EngineDeps): Promise<Result<Engine>> {
  const opened = openCache(deps.dir, deps.create !== null)
  if (!opened.ok) return opened
  const { connection, reader, file } = opened.value
  const read = readDb(reader, deps.watch)
  const changes = new EventPublisher<{ changed: { tables: string[] } }>({ maxBufferedEvents: 1_000 })
  const announce = gatherer(tables => changes.publish('changed', { tables }))
  const secrets = announcing(deps.secrets, () => announce(new Set(['secret'])))
  const writer = createWriter(connection, file, announce, deps.watch)
  const stopCheckpoints = startCheckpointer(file, writer)
  const letGo = async () => {
    await stopCheckpoints()
    await writer.close()
    reader.close()
    connection.close()
  }

  const identity = await seed({ writer, read, create: deps.create, id: deps.ids(), wall: deps.wall() })
  if (!identity.ok) {
    await letGo()
    return identity
  }
  const clock = workspaceClock(read, deps.wall)
  const tasks = createTasks({ wall: deps.wall, ids: deps.ids, onChange: () => announce(new Set(['task'])) })
  const decisionsOf = (actor: string) =>
    createDecisions(writer, commands, () => ({ id: deps.ids(), actor, device: deps.device, at: clock.now() }))
  const decisions = decisionsOf(deps.actor)
  const bulk = createBulk({ writer, read, clock, tasks, decide: decisions.decide })
  const review = createReviewThread(file)
  const backtests = createBacktests({ read, file, clock, tasks, changes })
  const pipeline = createPipeline({ writer, read, file, clock, tasks })
  const running = createRunning({ writer, read, clock })
  let closing: Promise<void> | null = null
  const sources = {
    writer,
    read,
    clock,
    dir: deps.dir,
    secrets,
    random: deps.random,
    timer: deps.timer ?? systemTimer,
    kinds: deps.kinds ?? connectedKinds,
    closing: () => closing !== null,
  }
  const reading = createReading({ ...sources, tasks, background: deps.background })
  const sourceSignIn = createSourceSignIn(sources)
  const schedule = createSourceSchedule({ read, wall: deps.wall, reading })

  let leadership: Leadership | null = null
  let followed = false
  const lead = async (): Promise<boolean> => {
    if (leadership) return true
    leadership = tryLead(deps.dir)
    followed = leadership === null
    // What was in flight when the last leader died may or may not have left: it is marked before anything is sent.
    if (leadership) await delivery.reconcile()
    return leadership !== null
  }
  const fixes = createFixes({ ...deps, writer, read, clock, identity: identity.value })
  const { decide } = decisionsOf(AUTOPILOT)
  const autopilot = createAutopilot({ read, clock, decide, leads: () => leadership !== null })
  const evaluate = async (everything: boolean): Promise<EvaluationReport> => {
    const report = await pipeline.run(everything)
    await autopilot.run()
    return report
  }
  const past = { writer, read, file, tasks, dir: deps.dir, identity: identity.value, random: deps.random, lead }
  const delivery = createDelivery({
    writer,
    read,
    clock,
    dir: deps.dir,
    random: deps.random,
    identity: identity.value,
    secrets,
    lead,
  })

  // Half-read data look like silence, so runs and time-driven evaluation wait until a load is through.
  let living = 0
  // After days off, answers that came meanwhile must be here before a playbook goes on because none came.
  let caughtUp = false
  const halfRead = () => {
    caughtUp ||= !schedule.behind()
    return living > 0 || reading.loading() || !caughtUp
  }
  const sync: Engine['sync'] = async sourceId => {
    const first = identity.value.sample && reading.neverSynced()
    if (first) living++
    try {
      const report = await reading.sync(sourceId)
      if (!report.ok || closing) return report
      if (first && !report.value.cancelled) await liveSamplePast(past, clock.now())
      await evaluate(false)
      return report
    } finally {
      if (first) living--
    }
  }
  const background = deps.background
    ? startBackground({
        lead,
        // What the sample's past queues leaves in the past, by its own clock.
        drain: () => {
          if (living === 0) delivery.drainIfDue()
        },
        lookAtFixes: fixes.lookIfDue,
        moveRuns: async () => {
          await bulk.settle()
          if (!halfRead()) await running.moveIfDue()
        },
        evaluate: async () => {
          if (halfRead()) return
          await pipeline.runIfDue()
          await autopilot.runIfDue()
        },
        readSources: schedule.tick,
        foreignVersion: () => connection.pragma('data_version', { simple: true }) as number,
        onForeignWrite: () => announce(new Set(['*'])),
        firstSync: async () => reading.neverSynced() && sync(undefined),
      })
    : null
  const watching = deps.background ? createWatching({ read, dir: deps.dir, lead, sync }) : null
  changes.subscribe('changed', ({ tables }) => {
    running.changed(tables)
    if (tables.includes('source') || tables.includes('*')) watching?.refresh()
    if (['outbox', 'setting', 'source', 'secret'].some(table => tables.includes(table))) background?.wake()
  })

  const close = async () => {
    const stopped = background?.stop()
    sourceSignIn.close()
    await watching?.close()
    await bulk.close()
    tasks.cancelAll()
    await backtests.close()
    await review.close()
    await reading.settled()
    await pipeline.settled()
    await autopilot.settled()
    await fixes.settled()
    await delivery.close()
    await stopped
    await writer.idle()
    leadership?.release()
    await letGo()
  }
  return ok({
    ...decisions,
    undo: async id => {
      const undone = await decisions.undo(id)
      if (undone.ok) await bulk.settle()
      return undone
    },
    bulk,
    autopilot,
    dir: deps.dir,
    identity: identity.value,
    actor: deps.actor,
    read,
    clock,
    tasks,
    secrets,
    delivery: {
      ...delivery,
      // What left lets its run go on, for a shell without background too.
      drain: async () => {
        const drained = await delivery.drain()
        await fixes.look()
        await moveRuns({ writer, read, clock })
        return drained
      },
    },
    backtests,
    review,
    changes,
    shared: () => followed,
    sync,
    sourceAccess: createSourceAccess(sources),
    sourceSignIn,
    previewSource: ask => previewSource(sources, ask),
    proposeSource: ask => proposeSource(sources, ask),
    retryQuarantine: async sourceId => {
      const answer = await reading.retryQuarantine(sourceId)
      if (answer.ok && answer.value.accepted > 0) await evaluate(false)
      return answer
    },
    evaluate,
    pushdown: ask => pushdown({ ...decisions, writer, read, clock, tasks, evaluate: () => evaluate(false) }, ask),
    close: () => {
      closing ??= close()
      return closing
    },
  })
}

/** Collects table names for a frame and hands them on together. */
function gatherer(publish: (tables: string[]) => void): (tables: ReadonlySet<string>) => void {
  let pending: Set<string> | null = null
  return tables => {
    if (pending) {
      for (const table of tables) pending.add(table)
      return
    }
    const gathering = new Set(tables)
    pending = gathering
    setTimeout(() => {
      pending = null
      publish([...gathering])
    }, GATHER)
  }
}
