import { randomBytes } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { logWord } from '../../shared/guard/log-entry.ts'
import { NO_POLICY, type PolicyInForce } from '../../shared/policy.ts'
import { type Failure, FailureError, fail, ok, type Result } from '../../shared/result.ts'
import type { Watch } from '../cache/db.ts'
import { isStorage, storageFailure } from '../cache/failure.ts'
import { confineTo } from '../http/confine.ts'
import { createEngine, type Engine, systemDeps } from './engine.ts'
import { type Log, watchInto } from './log.ts'
import { createChanges } from './open/changes.ts'
import type { Creation } from './open/seed.ts'
import { type Shut, waysToMend } from './open/shut.ts'
import { createTasks, type Tasks } from './open/tasks.ts'
import { makePrivate } from './private-files.ts'
import { NOT_DAMAGED, prepareRepair, type RepairAsked, type Repaired } from './repair.ts'
import { putPreparedSample } from './sample/prepared.ts'
import type { SecretStore } from './secrets-store.ts'
import { createUpdateDesk, LOOK_EVERY, type UpdateDesk } from './update-desk.ts'
import type { ShellName } from './user-data.ts'
import {
  freeFolder,
  holdsWorkspace,
  lastOpened,
  listWorkspaces,
  nameOf,
  openEntry,
  rememberOpened,
  shutEntry,
  type WorkspaceEntry,
} from './workspace-folders.ts'

export { statementLog } from '../cache/statement/statement-log.ts'

/** What a shell tells the host. */
export interface HostDeps {
  /** Folder that holds the workspaces, within the user-data folder. */
  root: string
  /** A folder chosen by `--workspace`; null opens the last one, or the sample, which the first run makes. */
  dir: string | null
  shell: ShellName
  secrets: SecretStore
  appVersion: string
  actor: string
  device: string
  /** The time zone of this computer, by whose days promises are dated; UTC where nothing is said. */
  zone?: string
  /** What an administrator decides for this computer, or why that cannot be read; absent where nobody is asked. */
  policy?: Result<PolicyInForce>
  /** Lets the person choose files; null where the shell cannot. */
  pickFiles: (() => Promise<string[]>) | null
  /** Shows a folder in the system's file manager, and answers why it could not, or nothing; absent where the shell cannot. */
  showFolder?: (dir: string) => Promise<string>
  /** Why the workspace is not to be opened at first: doing so has ended this process's predecessors. */
  stopped?: Failure
  /** Hears of every statement of the engine's own thread, beside the log. */
  watch?: Watch
  /** Where the process writes down what happened, without anybody's data. */
  log?: Log
}

/**
 * Holds the engine of the open workspace and changes it for another on demand. Where a shell stays, a workspace that cannot
 * be opened leaves the host without an engine (`shut`): the person sees why, mends it, or opens another one.
 */
export interface Host {
  deps: HostDeps
  policy: PolicyInForce
  updates: UpdateDesk
  /** Throws why none could be opened, as a `FailureError`. */
  engine(): Engine
  /** The workspace that could not be opened; null while one is open. */
  shut(): Shut | null
  /** The folder of the workspace that is open, or that could not be opened. */
  dir(): string
  /** What takes longer than a blink, whether a workspace is open or not. */
  tasks(): Tasks
  /** Changes of whichever workspace is open; `*` after another one was opened. */
  changes(signal: AbortSignal | undefined): AsyncGenerator<{ tables: string[] }>
  list(): WorkspaceEntry[]
  create(name: string): Promise<Result<WorkspaceEntry>>
  open(dir: string): Promise<Result<WorkspaceEntry>>
  /** Opens a workspace. One that cannot be opened takes the place of the open one, so that it can be mended. */
  attend(dir: string): Promise<Result<WorkspaceEntry>>
  /** Closes the engine and opens the same workspace again, after an error that may have left the engine half-way. */
  restart(): Promise<Result<WorkspaceEntry>>
  /** Puts a backup, or what can be salvaged, in the place of a damaged file, and opens the workspace again. */
  repair(asked: RepairAsked): Promise<Result<Repaired>>
  close(): Promise<void>
}

export type { Creation }

/** How long after the start a newer version is first looked for, in ms. */
const FIRST_LOOK = 30_000

/** The simulated shop of the first run. */
export const SAMPLE: Creation = { name: 'Sample shop', sample: { seed: 1, accounts: 2_000, days: 180 } }

/**
 * Opens the workspace that the shell asked for. `creation` says what to make of a folder that holds none; without it, a
 * folder of one's own choice starts empty, and what Forestall opens automatically is the sample. Fails for the command line
 * where the workspace cannot be opened; the other shells get a host that is shut.
 */
export async function createHost(deps: HostDeps, creation?: Creation | null): Promise<Result<Host>> {
  // What an older one lacks would be missed in the middle of making a workspace.
  if (!('groupBy' in Map))
    return fail(
      'invalid',
      'Forestall cannot start.',
      `Node ${process.versions.node} is too old for it.`,
      'Use Node 22 or newer; `npx forestall` in the project’s folder brings the one it was made with.',
    )
  const policy = deps.policy ?? ok(NO_POLICY)
  if (!policy.ok) return policy
  confineTo(policy.value.policy.hosts)
  const named = deps.dir ? null : lastOpened(deps.root)
  // Who makes a workspace does not ask for the one that is gone.
  const last = named !== null && creation && !holdsWorkspace(named) ? null : named
  const dir = resolve(deps.dir ?? last ?? join(deps.root, 'sample'))
  const usual = deps.dir ? { name: nameOf(dir), sample: null } : SAMPLE
  const changes = createChanges()
  const changed = (...tables: string[]) => changes.publish('changed', { tables })
  const ownTasks = createTasks({ ...systemDeps, onChange: () => changed('task') })
  const forward = (from: Engine) => from.changes.subscribe('changed', change => changes.publish('changed', change))
  let now: Open | Shut
  let stopForwarding = () => {}

  const take = (engine: Engine): Result<WorkspaceEntry> => {
    stopForwarding()
    now = { engine }
    stopForwarding = forward(engine)
    return ok(openEntry(engine))
  }
  const shutOver = (at: string, failure: Failure): void => {
    stopForwarding()
    now = { dir: at, failure, untried: deps.stopped === failure }
    deps.log?.write({ event: 'not_opened', ...logWord(failure.kind) })
  }
  const closeNow = async () => {
    // What an engine fails to close is gone with it.
    if ('engine' in now) await now.engine.close().catch(() => {})
  }
  const first: Result<Engine> = deps.stopped
    ? { ok: false, error: deps.stopped }
    : await start(deps, dir, last === null ? (creation === undefined ? usual : creation) : null)
  if (!first.ok && deps.shell === 'cli') return first
  if (first.ok) {
    take(first.value)
    deps.log?.write({ event: 'opened' })
  } else shutOver(dir, first.error)

  const switchTo = async (to: string, creation: Creation | null): Promise<Result<WorkspaceEntry>> => {
    if ('engine' in now && to === now.engine.dir) return ok(openEntry(now.engine))
    const next = await start(deps, to, creation)
    if (!next.ok) return next
    const previous = now
    const entry = take(next.value)
    rememberOpened(deps.root, next.value.dir)
    if ('engine' in previous) await previous.engine.close()
    changed('*')
    return entry
  }

  const reopen = async (at: string): Promise<Result<WorkspaceEntry>> => {
    // Closed first, because the workspace's locks are held by the old engine.
    await closeNow()
    const next = await start(deps, at, null)
    const entry = next.ok ? take(next.value) : next
    if (next.ok) rememberOpened(deps.root, at)
    else shutOver(at, next.error)
    changed('*')
    return entry
  }

  const updates = createUpdateDesk({
    userData: dirname(resolve(deps.root)),
    policy: policy.value,
    wall: systemDeps.wall,
    onChange: () => changed('task'),
  })
  const tasks = () => ('engine' in now ? now.engine.tasks : ownTasks)
  const dirNow = () => ('engine' in now ? now.engine.dir : now.dir)
  const looking = deps.shell === 'cli' ? null : setInterval(() => void updates.lookIfDue(tasks()), LOOK_EVERY)
  looking?.unref()
  // A look waits for the network, and a workspace that was just opened has better things to do.
  const firstLook = looking && setTimeout(() => void updates.lookIfDue(tasks()), FIRST_LOOK)
  firstLook?.unref()

  return ok({
    deps,
    policy: policy.value,
    updates,
    engine: () => {
      if ('engine' in now) return now.engine
      throw new FailureError(now.failure)
    },
    shut: () => ('engine' in now ? null : now),
    dir: dirNow,
    tasks,
    changes: signal => changes.subscribe('changed', signal ? { signal } : {}),
    list: () => listWorkspaces(deps.root, 'engine' in now ? openEntry(now.engine) : shutEntry(now.dir, now.failure)),
    create: name => switchTo(freeFolder(deps.root, name), { name, sample: null }),
    open: to => switchTo(resolve(to), null),
    attend: async to => {
      const opened = await switchTo(resolve(to), null)
      if (opened.ok || !holdsWorkspace(resolve(to))) return opened
      await closeNow()
      shutOver(resolve(to), opened.error)
      changed('*')
      return opened
    },
    restart: () => reopen(dirNow()),
    repair: async asked => {
      const ways = 'engine' in now ? (now.engine.guard.state().damaged ? [asked.how] : []) : waysToMend(now)
      if (!ways.includes(asked.how)) return NOT_DAMAGED
      const dir = dirNow()
      const prepared = await prepareRepair({ dir, tasks: tasks() }, asked, systemDeps.wall)
      if (!prepared.ok) return prepared
      await closeNow()
      const repaired = prepared.value.put()
      const opened = await reopen(dir)
      return repaired.ok && !opened.ok ? opened : repaired
    },
    close: async () => {
      if (looking) clearInterval(looking)
      if (firstLook) clearTimeout(firstLook)
      stopForwarding()
      ownTasks.cancelAll()
      if ('engine' in now) await now.engine.close()
      deps.log?.write({ event: 'closed' })
    },
  })
}

interface Open {
  engine: Engine
}

const watchOf = ({ log, watch }: HostDeps): { watch?: Watch } => {
  if (log) return { watch: watchInto(log, watch) }
  return watch ? { watch } : {}
}

const open = async (deps: HostDeps, dir: string, create: Creation | null): Promise<Result<Engine>> => {
  makePrivate(dir, dirname(dir) === resolve(deps.root))
  // The command line makes its sample as it is told to, so that each step of it can be watched.
  if (create === SAMPLE && deps.shell !== 'cli' && !holdsWorkspace(dir)) await putPreparedSample(dir)
  return createEngine({
    ...systemDeps,
    dir,
    create: holdsWorkspace(dir) ? null : create,
    secrets: deps.secrets,
    actor: deps.actor,
    device: deps.device,
    ...(deps.zone === undefined ? {} : { zone: deps.zone }),
    ...(deps.policy?.ok ? { policy: deps.policy.value.policy } : {}),
    ...watchOf(deps),
    onTaskEnd: ({ kind, state }, ms) => {
      if (state !== 'running') deps.log?.write({ event: `task_${state}`, ...logWord(kind), ms })
    },
    background: deps.shell !== 'cli',
    // The other shells take credentials from the environment, which keeps nothing.
    ...(deps.shell === 'desktop' ? { makeKey: () => randomBytes(32).toString('base64url') } : {}),
  })
}

/** Opens a workspace. A shell that stays must not end by what is in a file: another workspace could not be opened either. */
async function start(deps: HostDeps, dir: string, create: Creation | null): Promise<Result<Engine>> {
  try {
    return await open(deps, dir, create)
  } catch (error) {
    if (deps.shell === 'cli') throw error
    deps.log?.unexpected(error)
    if (isStorage(error)) return { ok: false, error: storageFailure(error, dir) }
    const { code } = error as { code?: unknown }
    if (typeof code === 'string')
      return fail('io', 'The workspace cannot be opened.', `The system reported ${code} for ${dir}.`, 'Try again.')
    const why = `Something in ${dir} cannot be understood.`
    return fail('corrupt', 'The workspace cannot be opened.', why, 'Restore a backup, or open another workspace.')
  }
}
