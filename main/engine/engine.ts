import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Timer } from '../../shared/clock.ts'
import type { Effects, JournalState } from '../../shared/model/journal.ts'
import { ok, type Result } from '../../shared/result.ts'
import { isDamage, storageFailure } from '../cache/failure.ts'
import { DATABASE } from '../cache/open.ts'
import { startThread } from '../cache/thread.ts'
import { proposePromises } from '../queue/door.ts'
import { type Acting, openActing } from './acting/acting.ts'
import { type Apart, createApart } from './apart/apart.ts'
import { createKeeping, type Keeping } from './apart/keeping.ts'
import { startBackground } from './background.ts'
import { commands } from './commands.ts'
import { type Learning, openLearning } from './learning/learning.ts'
import { openWorkspace, type Workspace, type WorkspaceDeps } from './open/open.ts'
import { compose, type Part } from './part.ts'
import { openPrivacy, type Privacy } from './privacy/privacy.ts'
import { type ConnectedKinds, connectedKinds } from './sources/source-kinds.ts'
import { openSources, type Sources } from './sources/sources.ts'

/** Everything that the engine may not take from the world on its own. */
export interface EngineDeps extends WorkspaceDeps {
  /** The time zone of this computer; UTC where nothing is said. */
  zone?: string
  random: () => number
  /** Instead of the machine's timers, and of the kinds of sources that there are: for tests. */
  timer?: Timer
  kinds?: ConnectedKinds
  /** True for a shell that stays: timers run, and this process tries to become the one that sends. */
  background: boolean
}

/** What the router may ask of an open workspace. */
interface Offer
  extends Pick<
      Workspace,
      'dir' | 'identity' | 'actor' | 'read' | 'clock' | 'tasks' | 'changes' | 'decide' | 'secrets' | 'guard'
    >,
    Pick<Acting, 'undo' | 'bulk' | 'desk' | 'autopilot' | 'delivery'>,
    Pick<
      Learning,
      'evaluate' | 'backtests' | 'review' | 'doctor' | 'experiments' | 'judging' | 'models' | 'missed' | 'topics'
    >,
    Pick<Privacy, 'people'>,
    Pick<
      Sources,
      | 'sync'
      | 'sourceAccess'
      | 'sourceSignIn'
      | 'pageOf'
      | 'vouches'
      | 'inspectFiles'
      | 'previewSource'
      | 'proposeSource'
      | 'retryQuarantine'
      | 'pushdown'
      | 'outages'
    > {
  /** By whose days promises are dated. */
  zone: string
  apart: Apart
  keeping: Keeping
  /** The chains of the journal and where they end; by a replay also whether the workspace is what its decisions made. */
  verifyJournal(replay?: boolean): Promise<JournalState>
  /** Another process of this machine sends for this workspace. */
  shared(): boolean
  /** Nothing runs and nothing is left to do. A change of `task` tells a client that was told no. */
  idle(): boolean
}

export type { Asked } from './apart/keeping.ts'
export type Engine = Part<Offer>

/** The parts of the world that production hands to the engine; tests hand in their own. */
export const systemDeps = {
  wall: () => Date.now(),
  ids: () => randomUUID(),
  random: () => Math.random(),
}

async function replayEffects(file: string): Promise<Effects> {
  const entry = import.meta.url.endsWith('.ts') ? './replay-worker.ts' : './replay-worker.js'
  const thread = startThread<null, Effects>(new URL(entry, import.meta.url), { file })
  try {
    return await thread.ask(null)
  } finally {
    await thread.stop()
  }
}

/** Keeps the process alive: the command line waits for a server that asks for patience. */
const systemTimer: Timer = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/**
 *   workspace ─▶ acting ─▶ learning ─▶ sources ─▶ privacy ─▶ background       closing goes the other way:
 *
 * nothing new is begun, then nothing is read any more, then nothing is evaluated, then nothing leaves; when all of that
 * has written what it had to, the file is let go of. Fails without a trace where the folder cannot be used, or its file is
 * too damaged to be opened.
 */
export const createEngine = (deps: EngineDeps): Promise<Result<Engine>> =>
  composeEngine(deps).catch(error => {
    if (!isDamage(error)) throw error
    return { ok: false, error: storageFailure(error, join(deps.dir, DATABASE)) }
  })

const composeEngine = (deps: EngineDeps): Promise<Result<Engine>> =>
  compose<Offer>(async (keep, closing) => {
    const opened = await openWorkspace({ ...deps, commands, closing })
    if (!opened.ok) return opened
    const workspace = keep(opened.value)
    const { secrets } = workspace
    const apart = keep(createApart(workspace.file))
    const keeping = keep(createKeeping(workspace))
    const acting = keep(openActing(workspace, { ...deps, secrets }))
    // Only where a keychain lasts: elsewhere it would be lost with this process. A disk that takes nothing keeps the old one.
    if (deps.makeKey) await acting.delivery.moveSecrets(workspace.decide).catch(() => {})
    const learning = keep(openLearning(workspace, acting))
    const sources = keep(
      openSources(workspace, learning, acting, { timer: systemTimer, kinds: connectedKinds, ...deps, secrets }),
    )
    // Nobody but a reading needs them, and that waits for it.
    if (deps.makeKey) void sources.takeSecrets()
    const privacy = keep(openPrivacy(workspace, deps))
    const zone = deps.zone ?? 'UTC'
    const findPromises = () => proposePromises({ ...workspace, zone })
    const background = deps.background
      ? keep(startBackground({ workspace, acting, learning, sources, privacy, findPromises }))
      : null

    const { dir, identity, actor, read, clock, tasks, changes, decide, leadership, verifyJournal, guard } = workspace
    const { undo, bulk, desk, autopilot, delivery } = acting
    const { evaluate, backtests, review, doctor, experiments, judging, models, missed, topics } = learning
    const { sync, sourceAccess, sourceSignIn, pageOf, vouches, inspectFiles, previewSource, proposeSource } = sources
    const { retryQuarantine, pushdown, outages } = sources
    return ok({
      ...{
        dir,
        identity,
        actor,
        read,
        clock,
        tasks,
        changes,
        decide,
        secrets,
        verifyJournal: async (replay = false) => {
          const state = await verifyJournal()
          const effects = replay ? await replayEffects(workspace.file) : null
          return { ...state, effects, intact: state.intact && (effects?.differs ?? 0) === 0 }
        },
        guard,
        apart,
        keeping,
        shared: leadership.follows,
        zone,
      },
      idle: () => {
        const now = workspace.idle.answer()
        // A client that asks waits for the rest: what is due is looked for soon.
        if (!now) background?.wake()
        return now
      },
      ...{ bulk, desk, autopilot, delivery },
      undo: async id => {
        const undone = await undo(id)
        if (undone.ok) await outages.settle()
        return undone
      },
      ...{ evaluate, backtests, review, doctor, experiments, judging, models, missed, topics },
      people: privacy.people,
      ...{
        sync,
        sourceAccess,
        sourceSignIn,
        pageOf,
        vouches,
        inspectFiles,
        previewSource,
        proposeSource,
        retryQuarantine,
        pushdown,
        outages,
      },
    })
  })
