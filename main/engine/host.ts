import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { EventPublisher } from '@orpc/server'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { Watch } from '../cache/db.ts'
import { DATABASE, openReader, readDb } from '../cache/open.ts'
import { createEngine, type Engine, systemDeps } from './engine.ts'
import type { Creation } from './open/seed.ts'
import { identityOf } from './open/workspace.ts'
import type { SecretStore } from './secrets-store.ts'

export { statementLog } from '../cache/statement-log.ts'

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
  /** Lets the person choose files; null where the shell cannot. */
  pickFiles: (() => Promise<string[]>) | null
  /** Hears of every statement of the engine's own thread; nobody does where a shell has no log. */
  watch?: Watch
}

export interface WorkspaceEntry {
  name: string
  dir: string
  sample: boolean
  current: boolean
}

/** Holds the engine of the open workspace and changes it for another on demand. */
export interface Host {
  deps: HostDeps
  engine(): Engine
  /** Changes of whichever workspace is open; `*` after another one was opened. */
  changes(signal: AbortSignal | undefined): AsyncGenerator<{ tables: string[] }>
  list(): WorkspaceEntry[]
  create(name: string): Promise<Result<WorkspaceEntry>>
  open(dir: string): Promise<Result<WorkspaceEntry>>
  close(): Promise<void>
}

/** The simulated shop of the first run. */
export const SAMPLE: Creation = { name: 'Sample shop', sample: { seed: 1, accounts: 2_000, days: 180 } }

/**
 * Opens the workspace that the shell asked for. `creation` says what to make of a folder that holds none; without it, a
 * folder of one's own choice starts empty, and what Forestall opens by itself is the sample.
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
  const dir = resolve(deps.dir ?? lastOpened(deps.root) ?? join(deps.root, 'sample'))
  const usual = deps.dir ? { name: nameOf(dir), sample: null } : SAMPLE
  const first = await start(deps, dir, creation === undefined ? usual : creation)
  if (!first.ok) return first
  let engine = first.value
  const changes = new EventPublisher<{ changed: { tables: string[] } }>({ maxBufferedEvents: 1_000 })
  const forward = (from: Engine) => from.changes.subscribe('changed', change => changes.publish('changed', change))
  let stopForwarding = forward(engine)

  const switchTo = async (to: string, creation: Creation | null): Promise<Result<WorkspaceEntry>> => {
    if (to === engine.dir) return ok(entry(engine, engine.dir))
    const next = await start(deps, to, creation)
    if (!next.ok) return next
    stopForwarding()
    const previous = engine
    engine = next.value
    stopForwarding = forward(engine)
    rememberOpened(deps.root, engine.dir)
    await previous.close()
    changes.publish('changed', { tables: ['*'] })
    return ok(entry(engine, engine.dir))
  }

  return ok({
    deps,
    engine: () => engine,
    changes: signal => changes.subscribe('changed', signal ? { signal } : {}),
    list: () => listWorkspaces(deps.root, engine),
    create: name => switchTo(freeFolder(deps.root, name), { name, sample: null }),
    open: to => switchTo(resolve(to), null),
    close: async () => {
      stopForwarding()
      await engine.close()
    },
  })
}

const start = (deps: HostDeps, dir: string, create: Creation | null): Promise<Result<Engine>> =>
  createEngine({
    ...systemDeps,
    dir,
    create: existsSync(join(dir, DATABASE)) ? null : create,
    secrets: deps.secrets,
    actor: deps.actor,
    device: deps.device,
    ...(deps.watch ? { watch: deps.watch } : {}),
    background: deps.shell !== 'cli',
  })

const entry = (engine: Engine, current: string): WorkspaceEntry => ({
  name: engine.identity.name,
  dir: engine.dir,
  sample: engine.identity.sample,
  current: engine.dir === current,
})

function listWorkspaces(root: string, engine: Engine): WorkspaceEntry[] {
  mkdirSync(root, { recursive: true })
  const dirs = readdirSync(root, { withFileTypes: true })
    .filter(found => found.isDirectory() && existsSync(join(root, found.name, DATABASE)))
    .map(found => join(root, found.name))
  const others = dirs.filter(dir => dir !== engine.dir).flatMap(describe)
  return [entry(engine, engine.dir), ...others].sort((a, b) => a.name.localeCompare(b.name))
}

/** Name of a workspace that is not open; one that cannot be read is left out of the list rather than breaking it. */
function describe(dir: string): WorkspaceEntry[] {
  try {
    const reader = openReader(join(dir, DATABASE))
    const identity = identityOf(readDb(reader))
    reader.close()
    return identity ? [{ name: identity.name, dir, sample: identity.sample, current: false }] : []
  } catch {
    return []
  }
}

/** Which workspace a person had open last; a restart, also after a crash, goes on there. */
const LAST_OPENED = 'last-opened.txt'

function lastOpened(root: string): string | null {
  const file = join(root, LAST_OPENED)
  const dir = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return dir !== '' && existsSync(join(dir, DATABASE)) ? dir : null
}

function rememberOpened(root: string, dir: string): void {
  mkdirSync(root, { recursive: true })
  writeFileSync(join(root, LAST_OPENED), dir)
}

/** What a workspace is called when nobody named it: its folder. */
export const nameOf = (dir: string): string => dir.split(/[/\\]/).filter(Boolean).at(-1) ?? 'Workspace'

function freeFolder(root: string, name: string): string {
  const slug =
    name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'workspace'
  for (let n = 1; ; n++) {
    const dir = join(root, n === 1 ? slug : `${slug}-${n}`)
    if (!existsSync(dir)) return dir
  }
}

/** The failure of `pickFiles` in a shell without windows. */
export const cannotPick: Result<never> = fail(
  'unavailable',
  'Files cannot be chosen from here.',
  'A browser does not tell where a file lies.',
  'Type the path of the file instead.',
)
