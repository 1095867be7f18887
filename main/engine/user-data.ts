import { createHash } from 'node:crypto'
import { homedir, hostname, userInfo } from 'node:os'
import { join, resolve } from 'node:path'

type Env = Record<string, string | undefined>

/** The name of the product's folder, in every shell. */
export const FOLDER = 'Forestall'

/** Where this person's settings and workspaces live. `FORESTALL_USER_DATA` overrides it, for tests and portable use. */
export function userDataDir(env: Env = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env.FORESTALL_USER_DATA) return env.FORESTALL_USER_DATA
  const home = homedir()
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', FOLDER)
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), FOLDER)
  return join(env.XDG_CONFIG_HOME ?? join(home, '.config'), FOLDER)
}

/** Folder that holds the workspaces. */
export const workspacesDir = (userData: string): string => join(userData, 'workspaces')

export type ShellName = 'desktop' | 'web' | 'cli'

const SHELL_WORDS: Record<Exclude<ShellName, 'desktop'>, string> = { web: 'web', cli: 'command line' }

/**
 * The console in which something is decided: this computer, and what sets this console apart from others of one person on it.
 * Undo takes back what was decided in the same console only, so two that one person has open are never called the same.
 */
export function consoleName(host: string, shell: ShellName, env: Env, platform: NodeJS.Platform): string {
  const folder = resolve(userDataDir(env, platform))
  const { FORESTALL_USER_DATA: chosen, XDG_CONFIG_HOME: config } = env
  const apart = chosen || config ? [createHash('sha256').update(folder).digest('hex').slice(0, 8)] : []
  return [host, ...(shell === 'desktop' ? [] : [SHELL_WORDS[shell]]), ...apart].join(' · ')
}

/** Who decides, in which console (both are written into the journal), and by which zone’s days. */
export function whoAmI(shell: ShellName): { actor: string; device: string; zone: string } {
  let actor = 'unknown'
  try {
    actor = userInfo().username
  } catch {
    // An account without an entry in the password file, as in some containers.
  }
  const device = consoleName(hostname(), shell, process.env, process.platform)
  return { actor, device, zone: Intl.DateTimeFormat().resolvedOptions().timeZone }
}
