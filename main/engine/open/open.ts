import type { Clock } from '../../../shared/clock.ts'
import type { Task } from '../../../shared/model/task.ts'
import { NO_POLICY, type Policy } from '../../../shared/policy.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { createCheckpoints } from '../../cache/checkpoint/checkpoint.ts'
import type { ReadDb, Watch } from '../../cache/db.ts'
import type { Commands } from '../../cache/journal.ts'
import { openCache, readDb } from '../../cache/open.ts'
import { READ_ONLY } from '../../cache/safety/read-only.ts'
import { createWriter, type Writer } from '../../cache/writer.ts'
import { reconcileAtStart } from '../../outbox/door.ts'
import { createIdle, type Idle } from '../idle.ts'
import { compose, type Part } from '../part.ts'
import { announcing, type SecretStore } from '../secrets-store.ts'
import { nameOf } from '../workspace-folders.ts'
import { type Anchoring, createAnchoring } from './anchoring.ts'
import { type Changes, createChanges, gathering } from './changes.ts'
import { createDecisions, type Decisions } from './decisions.ts'
import { createFileGuard, type FileGuard } from './file-guard.ts'
import { ADMINISTRATOR, holdWhatIsHeld } from './holding.ts'
import { createLeadership, type Leadership } from './leadership.ts'
import { sayingHeld } from './saying-held.ts'
import { REFUSED_TITLE, sayingRefused, takesAgain } from './saying-refused.ts'
import { type Creation, seed } from './seed.ts'
import { createTasks, type Tasks } from './tasks.ts'
import { type WorkspaceIdentity, workspaceClock } from './workspace.ts'

export interface WorkspaceDeps {
  /** The workspace folder. */
  dir: string
  /** What to make where the folder holds no workspace yet; null refuses such a folder. */
  create: Creation | null
  /** Who decides here, and on which machine: written into the journal. */
  actor: string
  device: string
  /** Machine time, UTC ms. */
  wall: () => number
  ids: () => string
  secrets: SecretStore
  /** What an administrator decides for this computer; absent where nobody does. */
  policy?: Policy
  /** Makes a key that the keychain will hold; absent where there is none that lasts. */
  makeKey?: () => string
  /** Hears of every statement of the engine's own thread. */
  watch?: Watch
  /** Hears how tasks end. */
  onTaskEnd?: (task: Pick<Task, 'kind' | 'state'>, ms: number) => void
  /** True for a shell that stays: turns of the background follow every change. */
  background: boolean
}

/** An open workspace: its file, its clock, and who may write. The other parts of the engine stand on it. */
export interface Workspace extends Decisions {
  dir: string
  /** The database file, for the connections of threads. */
  file: string
  identity: WorkspaceIdentity
  actor: string
  read: ReadDb
  writer: Writer
  clock: Clock
  /** Machine time, UTC ms. */
  wall: () => number
  tasks: Tasks
  /** Table names after every commit, `task` and `secret` beside them; `*` when another process wrote. */
  changes: Changes
  /** The keychain, announcing what is kept in it and forgotten. */
  secrets: SecretStore
  leadership: Leadership
  verifyJournal: Anchoring['verify']
  guard: FileGuard
  /** Knows whether anything runs or is left to do. */
  idle: Idle
  /** Aborted when the engine begins to close: what ends after that was not cancelled by a person. */
  closing: AbortSignal
  /** Decisions in the name of another actor than the person here. */
  decisionsOf(actor: string): Decisions
  /** Announces that anything may have changed, where another process has written since the last look. */
  noticeForeignWrites(): void
}

/**
 * Opens a folder, or makes a workspace in it. Fails without a trace where the folder cannot be used.
 *
 * Closing goes from bottom to top: what is queued is written before another process may lead, and the file is let go of
 * last.
 */
export const openWorkspace = (
  deps: WorkspaceDeps & { commands: Commands; closing: AbortSignal },
): Promise<Result<Part<Workspace>>> =>
  compose(async keep => {
    const { dir, create, actor, device, wall, ids, commands, closing, watch } = deps
    const opened = openCache(dir, create !== null)
    if (!opened.ok) return opened
    const { file, readOnly, letGo } = opened.value
    keep({ close: letGo })
    const connection = keep(opened.value.connection)
    const read = readDb(keep(opened.value.reader), watch)
    const changes = createChanges()
    // Before all that may announce something: a write that fails while the workspace opens is announced, too.
    const idle = createIdle({
      turns: deps.background,
      busy: () => pending() || tasks.list().some(({ state }) => state === 'running'),
      // Not gathered with others: a client that asks again at once would find changes that are still to be announced.
      announce: () => changes.publish('changed', { tables: ['task'] }),
    })
    const { announce, pending } = gathering(tables => {
      changes.publish('changed', { tables })
      idle.changed(tables)
    })
    const tasks = createTasks({
      wall,
      ids,
      onChange: () => announce(['task']),
      onEnd: (task, ms) => {
        deps.onTaskEnd?.(task, ms)
        // A load fills the writer's cache (64 MB), and steady work needs little of it.
        if (!tasks.list().some(({ state }) => state === 'running')) connection.pragma('shrink_memory')
      },
    })
    const held = sayingHeld(work => tasks.run('held', 'Another program holds the workspace', work))
    const onRefused = sayingRefused({
      show: (why, work) => tasks.run(why, REFUSED_TITLE[why], work),
      takesAgain: why => takesAgain(file, why),
      closing,
    })
    const committed = (tables: ReadonlySet<string>) => {
      announce(tables)
      checkpoints.look()
    }
    const writer = keep(
      createWriter(connection, file, committed, { watch, onHeld: held, onDamage: () => guard.damaged(), onRefused }),
    )
    const checkpoints = keep(createCheckpoints(file, writer))
    // A process that was killed may have left a large log.
    checkpoints.look()
    const leadership = createLeadership({
      dir,
      may: !readOnly,
      reconcile: () => reconcileAtStart({ writer, now: wall() }),
      turned: () => announce(['*']),
    })
    keep({ close: leadership.release })
    keep({ close: writer.idle })
    const guard = keep(
      createFileGuard({
        ...{ dir, file, readOnly, stays: deps.background, writer, tasks, wall, closing },
        onVerdict: () => changes.publish('changed', { tables: ['task'] }),
      }),
    )
    // Looks beside the calls of screens, so it is no part of what a call reads.
    const beside = readDb(opened.value.reader)
    const anchoring = keep(createAnchoring({ dir, read: beside, secrets: deps.secrets, makeKey: deps.makeKey ?? null }))

    const identity = await seed({
      ...{ writer, read, create },
      id: ids(),
      name: nameOf(dir),
      wall: wall(),
      onDamage: guard.damaged,
    })
    if (!identity.ok) return identity
    if (readOnly) writer.stop(READ_ONLY)
    const clock = workspaceClock(read, wall)
    closing.addEventListener('abort', tasks.cancelAll)
    const decisionsOf = (who: string) =>
      createDecisions(writer, commands, () => ({ id: ids(), actor: who, device, at: clock.now() }))
    const { guardrails: rules } = deps.policy ?? NO_POLICY.policy
    const policyHeld = readOnly ? ok(null) : await holdWhatIsHeld(read, rules, decisionsOf(ADMINISTRATOR).decide)
    // A damaged file takes no decision and sends nothing; it opens, so that it can be repaired.
    if (!policyHeld.ok && policyHeld.error.kind !== 'corrupt') return policyHeld
    const dataVersion = () => connection.pragma('data_version', { simple: true }) as number
    let version = dataVersion()
    changes.subscribe('changed', ({ tables }) => anchoring.changed(tables))
    return ok({
      ...decisionsOf(actor),
      verifyJournal: anchoring.verify,
      guard,
      dir,
      file,
      identity: identity.value,
      actor,
      read,
      writer,
      clock,
      wall,
      tasks,
      changes,
      secrets: announcing(deps.secrets, () => announce(['secret'])),
      leadership,
      idle,
      closing,
      decisionsOf,
      noticeForeignWrites: () => {
        const seen = dataVersion()
        if (seen !== version) announce(['*'])
        version = seen
      },
    })
  })
