import type { PolicyInForce } from '../../shared/policy.ts'
import { FailureError, fail, ok, type Result } from '../../shared/result.ts'
import { DAY, HOUR } from '../../shared/trigger/duration.ts'
import { feedOf, type UpdateSettings, updatesUnderPolicy } from '../../shared/update/update-settings.ts'
import type { OfferedVersion, UpdateState } from '../../shared/update/update-state.ts'
import type { Tasks } from './open/tasks.ts'
import { type UpdateWork, updateThreads } from './update/in-thread.ts'
import { PUBLISHER_ADDRESS, PUBLISHER_KEY } from './update/publisher-key.ts'
import { changeUpdateSettings, keepLook, readUpdateSettings } from './update/settings-file.ts'
import { asUpdateResult } from './update/update-failure.ts'
import type { UpdateTask } from './update/update-task.ts'
import { compareVersions, isVersion } from './update/version-order.ts'
import { workspacesDir } from './user-data.ts'
import { APP_VERSION, ownAppImage } from './version.ts'
import { knownWorkspaces } from './workspace-folders.ts'

type Running = Pick<Tasks, 'run' | 'list'>

/** Updates of the app that runs, for a screen: settings, what is available, and how far an installation is. */
export interface UpdateDesk {
  state(tasks: Pick<Tasks, 'list'>): Promise<UpdateState>
  configure(settings: UpdateSettings): Promise<Result<void>>
  look(tasks: Running): Promise<Result<void>>
  /** `open`: the folder of the open workspace, which is backed up too, wherever it lies. */
  install(tasks: Running, open: string): Promise<Result<void>>
  /** Looks where that is wanted and a day has passed since the last look. What goes wrong is told at the next one. */
  lookIfDue(tasks: Running): Promise<void>
}

export interface UpdateDeskDeps {
  userData: string
  policy: PolicyInForce
  /** Machine time, UTC ms. */
  wall(): number
  /** Settings have changed, which is no task. */
  onChange(): void
  work?: UpdateWork
  vendors?: string | null
  key?: string | null
  running?: UpdateTask['deps']['running']
  appImage?: string | null
}

/** How often a console that stays asks whether a day has passed, ms. */
export const LOOK_EVERY = HOUR

/** The desk of this process. */
export function createUpdateDesk(deps: UpdateDeskDeps): UpdateDesk {
  const { userData, policy, wall, onChange, work = updateThreads } = deps
  const { vendors = PUBLISHER_ADDRESS, key = PUBLISHER_KEY } = deps
  const { running = { version: APP_VERSION, platform: process.platform, arch: process.arch } } = deps
  const { appImage = ownAppImage(process.env, process.execPath) } = deps
  const held = policy.policy.updates
  let staged: UpdateState['staged'] = null
  let busy = false

  const task = async (workspaces: readonly string[]): Promise<UpdateTask['deps']> => ({
    ...{ userData, workspaces, running, key, vendors, appImage, policy: ok(policy) },
    settings: (await readUpdateSettings(userData)).settings,
  })
  /** One at a time: two would write to the same files. */
  const alone = async (run: () => Promise<Result<void>>): Promise<Result<void>> => {
    if (busy) return BUSY
    busy = true
    try {
      return await run()
    } catch (error) {
      if (error instanceof FailureError) return { ok: false, error: error.failure }
      throw error
    } finally {
      busy = false
    }
  }
  const look = (tasks: Running) =>
    alone(() =>
      tasks.run('update', 'Looking for a newer version', async ({ signal }) => {
        const found = await work.look(await task([]), wall(), signal)
        if (!found.ok) return told(found, signal)
        const newer = found.value && { version: found.value.version, notes: found.value.notes, size: found.value.size }
        return asUpdateResult(() => keepLook(userData, { lookedAt: wall(), newer }))
      }),
    )

  /** The version that the last look found, unless it runs by now. */
  const newerThanThis = (found: OfferedVersion | null) =>
    found && isVersion(found.version) && compareVersions(found.version, running.version) > 0 ? found : null

  return {
    state: async tasks => {
      const { settings, lookedAt, newer } = await readUpdateSettings(userData)
      const working = tasks.list().some(({ kind, state }) => kind === 'update' && state === 'running')
      return {
        ...{ version: running.version, allowed: held.allowed, newer: newerThanThis(newer), staged, working, lookedAt },
        settings: updatesUnderPolicy(settings, held),
        held: (['daily', 'address', 'channel'] as const).filter(name => !held.allowed || held[name] !== null),
        hasAddress: feedOf(settings, held, vendors) !== null,
      }
    },
    configure: async wanted => {
      const { settings } = await readUpdateSettings(userData)
      // A screen sends what is in force; what is held stays what the person had.
      const own = { ...wanted }
      if (held.daily !== null && wanted.daily === held.daily) own.daily = settings.daily
      if (held.address !== null && wanted.address === held.address) own.address = settings.address
      if (held.channel !== null && wanted.channel === held.channel) own.channel = settings.channel
      const changed = await asUpdateResult(() => changeUpdateSettings(userData, own, held))
      onChange()
      return changed
    },
    look,
    install: (tasks, open) =>
      alone(() =>
        tasks.run('update', 'Fetching the newer version', async ({ signal, progress }) => {
          const total = (await readUpdateSettings(userData)).newer?.size ?? null
          const folders = [...new Set([...knownWorkspaces(workspacesDir(userData)), open])]
          const updated = await work.install(await task(folders), wall(), {
            signal,
            onBytes: done => progress(done, total, 'bytes'),
          })
          if (!updated.ok) return told(updated, signal)
          staged = updated.value && { version: updated.value.version, todo: updated.value.todo }
          return asUpdateResult(() => keepLook(userData, { newer: null }))
        }),
      ),
    lookIfDue: async tasks => {
      const { settings, lookedAt } = await readUpdateSettings(userData)
      const { daily } = updatesUnderPolicy(settings, held)
      if (!daily || staged || (lookedAt !== null && Math.abs(wall() - lookedAt) < DAY)) return
      await look(tasks).catch(() => {})
    },
  }
}

/** A task that failed ends as such by what it throws; one that was cancelled ends as cancelled. */
function told(failed: Result<never> & { ok: false }, signal: AbortSignal): Result<never> {
  if (signal.aborted) return failed
  throw new FailureError(failed.error)
}

const BUSY = fail('conflict', 'Nothing was begun.', 'An update is in progress already.', 'Wait for it to end.')
