import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure } from '../../shared/result.ts'
import { freeSlug } from '../../shared/text/slug.ts'
import { storageFailure } from '../cache/failure.ts'
import { DATABASE, openReader, readDb, refusalOf } from '../cache/open.ts'
import { isReplacing } from '../cache/safety/replacing.ts'
import { identityOf, type WorkspaceIdentity } from './open/workspace.ts'

/** A workspace as a person chooses it from a list. */
export interface WorkspaceEntry {
  name: string
  dir: string
  sample: boolean
  /** The one that is open, or that could not be opened. */
  current: boolean
  /** Why it cannot be opened as it is; null where nothing is known to be wrong with its file. */
  trouble: string | null
}

export const holdsWorkspace = (dir: string): boolean => existsSync(join(dir, DATABASE)) || isReplacing(dir)

/** The workspaces of a folder and the current one, by name. */
export function listWorkspaces(root: string, current: WorkspaceEntry): WorkspaceEntry[] {
  mkdirSync(root, { recursive: true })
  const dirs = readdirSync(root, { withFileTypes: true })
    .filter(found => found.isDirectory())
    .map(found => join(root, found.name))
    .filter(dir => dir !== current.dir && holdsWorkspace(dir))
  return [current, ...dirs.map(closedEntry)].sort((a, b) => a.name.localeCompare(b.name))
}

export const openEntry = ({ dir, identity }: { dir: string; identity: WorkspaceIdentity }): WorkspaceEntry => ({
  name: identity.name,
  dir,
  sample: identity.sample,
  current: true,
  trouble: null,
})

/** The entry of a workspace that could not be opened: its name is in a file that may not be readable. */
export const shutEntry = (dir: string, { what }: Failure): WorkspaceEntry => ({
  ...closedEntry(dir),
  current: true,
  trouble: what,
})

/** A workspace that is not open. One that cannot be read goes by its folder's name, and the list says what is wrong. */
function closedEntry(dir: string): WorkspaceEntry {
  const file = join(dir, DATABASE)
  const unread = (trouble: string | null) => ({ name: nameOf(dir), dir, sample: false, current: false, trouble })
  try {
    // A crash came while a repaired file was put in its place: opening it finishes that.
    if (!existsSync(file) && isReplacing(dir)) return unread(null)
    const refused = refusalOf(file)
    if (refused && !refused.ok) return unread(refused.error.what)
    const reader = openReader(file)
    try {
      const identity = identityOf(readDb(reader))
      if (!identity) return unread('It was never set up.')
      return { name: identity.name, dir, sample: identity.sample, current: false, trouble: null }
    } finally {
      reader.close()
    }
  } catch (error) {
    return unread(wordsOf(error, file))
  }
}

function wordsOf(error: unknown, file: string): string {
  try {
    return storageFailure(error, file).what
  } catch {
    return 'The workspace is damaged.'
  }
}

/** Which workspace a person had open last; a restart, also after a crash, goes on there. */
const LAST_OPENED = 'last-opened.txt'

/** It may be gone, or on a disk that is not connected: opening says so, where another workspace would be mistaken for it. */
export function lastOpened(root: string): string | null {
  const file = join(root, LAST_OPENED)
  const dir = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return dir === '' ? null : dir
}

/** Every workspace that this person's folder knows: those in it, and the one that was open last. */
export function knownWorkspaces(root: string): string[] {
  const inside = existsSync(root) ? readdirSync(root).map(name => join(root, name)) : []
  const last = lastOpened(root)
  return [...new Set([...inside.filter(holdsWorkspace), ...(last !== null && holdsWorkspace(last) ? [last] : [])])]
}

export function rememberOpened(root: string, dir: string): void {
  mkdirSync(root, { recursive: true })
  writeFileSync(join(root, LAST_OPENED), dir)
}

/** The name of a workspace that nobody named: that of its folder. */
export const nameOf = (dir: string): string => dir.split(/[/\\]/).filter(Boolean).at(-1) ?? 'Workspace'

/** A folder that does not exist yet, called after a workspace. */
export const freeFolder = (root: string, name: string): string =>
  join(root, freeSlug({ text: name, otherwise: 'workspace', isTaken: folder => existsSync(join(root, folder)) }))
