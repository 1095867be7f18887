import { randomBytes } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { logWord } from '../../shared/guard/log-entry.ts'
import { NO_POLICY, type PolicyInForce } from '../../shared/policy.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { Watch } from '../cache/db.ts'
import { confineTo } from '../http/confine.ts'
import { createEngine, type Engine, systemDeps } from './engine.ts'
import { type Log, watchInto } from './log.ts'
import { createChanges } from './open/changes.ts'
import type { Creation } from './open/seed.ts'
import { makePrivate } from './private-files.ts'
import { prepareRepair, type Repaired, type RepairKind } from './repair.ts'
import { putPreparedSample } from './sample/prepared.ts'
import type { SecretStore } from './secrets-store.ts'
import { createUpdateDesk, LOOK_EVERY, type UpdateDesk } from './update-desk.ts'
import {
  freeFolder,
  holdsWorkspace,
  lastOpened,
  listWorkspaces,
  nameOf,
  openEntry,
  rememberOpened,
  type WorkspaceEntry,
} from './workspace-folders.ts'

export { statementLog } from '../cache/statement/statement-log.ts'

/** What a shell tells the host. */
export interface HostDeps {
  /** Folder that holds the workspaces, within the user-data folder. */
  root: string
  /** A folder chosen by `--workspace`; null opens the last one, or the sample, which the first run makes. */
  dir: string | null
  shell: 'desktop' | 'web' | 'cli'
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
  /** Hears of every statement of the engine's own thread, beside the log. */
  watch?: Watch
  /** Where the process writes down what happened, without anybody's data. */
  log?: Log
}

/** Holds the engine of the open workspace and changes it for another on demand. */
export interface Host {
  deps: HostDeps
  policy: PolicyInForce
  updates: UpdateDesk
  engine(): Engine
  /** Changes of whichever workspace is open; `*` after another one was opened. */
  changes(signal: AbortSignal | undefined): AsyncGenerator<{ tables: string[] }>
  list(): WorkspaceEntry[]
  create(name: string): Promise<Result<WorkspaceEntry>>
  open(dir: string): Promise<Result<WorkspaceEntry>>
  /** Closes the engine and opens the same workspace again, after an error that may have left the engine half-way. */
  restart(): Promise<Result<WorkspaceEntry>>
  /** Puts a backup, or what can be salvaged, in the place of a damaged file, and opens the workspace again. */
  repair(how: RepairKind): Promise<Result<Repaired>>
  close(): Promise<void>
}

export type { Creation }

/** How long after the start a newer version is first looked for, in ms. */
const FIRST_LOOK = 30_000

/** The simulated shop of the first run. */
export const SAMPLE: Creation = { name: 'Sample shop', sample: { seed: 1, accounts: 2_000, days: 180 } }

/**
 * Opens the workspace that the shell asked for. `creation` says what to make of a folder that holds none; without it, a
 * folder of one's own choice starts empty, and what Forestall opens automatically is the sample.
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
  const dir = resolve(deps.dir ?? lastOpened(deps.root) ?? join(deps.root, 'sample'))
  const usual = deps.dir ? { name: nameOf(dir), sample: null } : SAMPLE
  const first = await start(deps, dir, creation === undefined ? usual : creation)
  if (!first.ok) return first
  let engine = first.value
  deps.log?.write({ event: 'opened' })
  const changes = createChanges()
  const forward = (from: Engine) => from.changes.subscribe('changed', change => changes.publish('changed', change))
  let stopForwarding = forward(engine)

  const take = (next: Engine) => {
    stopForwarding()
    engine = next
    stopForwarding = forward(next)
    rememberOpened(deps.root, next.dir)
  }
  const switchTo = async (to: string, creation: Creation | null): Promise<Result<WorkspaceEntry>> => {
    if (to === engine.dir) return ok(openEntry(engine))
    const next = await start(deps, to, creation)
    if (!next.ok) return next
    const previous = engine
    take(next.value)
    await previous.close()
    changes.publish('changed', { tables: ['*'] })
    return ok(openEntry(engine))
  }

  const reopen = async (): Promise<Result<WorkspaceEntry>> => {
    // Closed first, because the workspace's locks are held by the old engine; what it fails to close is gone with it.
    await engine.close().catch(() => {})
    const next = await start(deps, engine.dir, null)
    if (!next.ok) return next
    take(next.value)
    changes.publish('changed', { tables: ['*'] })
    return ok(openEntry(engine))
  }

  const updates = createUpdateDesk({
    userData: dirname(resolve(deps.root)),
    policy: policy.value,
    wall: systemDeps.wall,
    onChange: () => changes.publish('changed', { tables: ['task'] }),
  })
  const looking = deps.shell === 'cli' ? null : setInterval(() => void updates.lookIfDue(engine.tasks), LOOK_EVERY)
  looking?.unref()
  // A look waits for the network, and a workspace that was just opened has better things to do.
  const firstLook = looking && setTimeout(() => void updates.lookIfDue(engine.tasks), FIRST_LOOK)
  firstLook?.unref()

  return ok({
    deps,
    policy: policy.value,
    updates,
    engine: () => engine,
    changes: signal => changes.subscribe('changed', signal ? { signal } : {}),
    list: () => listWorkspaces(deps.root, engine),
    create: name => switchTo(freeFolder(deps.root, name), { name, sample: null }),
    open: to => switchTo(resolve(to), null),
    restart: reopen,
    repair: async how => {
      const prepared = await prepareRepair(engine, how, systemDeps.wall)
      if (!prepared.ok) return prepared
      await engine.close().catch(() => {})
      const repaired = prepared.value.put()
      const opened = await reopen()
      return repaired.ok && !opened.ok ? opened : repaired
    },
    close: async () => {
      if (looking) clearInterval(looking)
      if (firstLook) clearTimeout(firstLook)
      stopForwarding()
      await engine.close()
      deps.log?.write({ event: 'closed' })
    },
  })
}

const watchOf = ({ log, watch }: HostDeps): { watch?: Watch } => {
  if (log) return { watch: watchInto(log, watch) }
  return watch ? { watch } : {}
}

const start = async (deps: HostDeps, dir: string, create: Creation | null): Promise<Result<Engine>> => {
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
