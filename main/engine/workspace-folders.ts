import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freeSlug } from '../../shared/text/slug.ts'
import { DATABASE, openReader, readDb } from '../cache/open.ts'
import { isReplacing } from '../cache/safety/replacing.ts'
import { identityOf, type WorkspaceIdentity } from './open/workspace.ts'

/** A workspace as a person chooses it from a list. */
export interface WorkspaceEntry {
  name: string
  dir: string
  sample: boolean
  current: boolean
}

export const holdsWorkspace = (dir: string): boolean => existsSync(join(dir, DATABASE)) || isReplacing(dir)

/** The workspaces of a folder and the open one, by name. */
export function listWorkspaces(root: string, open: { dir: string; identity: WorkspaceIdentity }): WorkspaceEntry[] {
  mkdirSync(root, { recursive: true })
  const dirs = readdirSync(root, { withFileTypes: true })
    .filter(found => found.isDirectory())
    .map(found => join(root, found.name))
    .filter(dir => dir !== open.dir && holdsWorkspace(dir))
  return [openEntry(open), ...dirs.flatMap(closedEntry)].sort((a, b) => a.name.localeCompare(b.name))
}

export const openEntry = ({ dir, identity }: { dir: string; identity: WorkspaceIdentity }): WorkspaceEntry => ({
  name: identity.name,
  dir,
  sample: identity.sample,
  current: true,
})

/** A workspace that is not open; one that cannot be read is left out of the list rather than breaking it. */
function closedEntry(dir: string): WorkspaceEntry[] {
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

export function lastOpened(root: string): string | null {
  const file = join(root, LAST_OPENED)
  const dir = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return dir !== '' && holdsWorkspace(dir) ? dir : null
}

/** Every workspace that this person's folder knows: those in it, and the one that was open last. */
export function knownWorkspaces(root: string): string[] {
  const inside = existsSync(root) ? readdirSync(root).map(name => join(root, name)) : []
  const last = lastOpened(root)
  return [...new Set([...inside.filter(holdsWorkspace), ...(last === null ? [] : [last])])]
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
