import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'

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

/** Who decides here, on which machine (both are written into the journal), and by which zone’s days. */
export function whoAmI(): { actor: string; device: string; zone: string } {
  let actor = 'unknown'
  try {
    actor = userInfo().username
  } catch {
    // An account without an entry in the password file, as in some containers.
  }
  return { actor, device: hostname(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone }
}
