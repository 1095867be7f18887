import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Env = Record<string, string | undefined>

/** Where Electron's executable is, or why there is none. `installer` can fetch it, where the package is there. */
export type ElectronBinary = { path: string } | { path: null; why: string; installer: string | null }

const EXECUTABLE: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** Finds Electron's executable: an unpacked runtime named by `ELECTRON_OVERRIDE_DIST_PATH`, else the npm package's. */
export function findElectron(root: string, env: Env, platform: NodeJS.Platform): ElectronBinary {
  const name = EXECUTABLE[platform] ?? 'electron'
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const path = join(override, name)
    if (existsSync(path)) return { path }
    return { path: null, why: `ELECTRON_OVERRIDE_DIST_PATH has no ${name}`, installer: null }
  }
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (existsSync(pathFile)) {
    const path = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
    if (existsSync(path)) return { path }
  }
  const installer = join(folder, 'install.js')
  return {
    path: null,
    why: "Electron's binary is not installed",
    installer: existsSync(installer) ? installer : null,
  }
}

/** Chromium's sandbox refuses to start as root on Linux. */
export const isRoot = (): boolean => process.platform === 'linux' && process.getuid?.() === 0

/** Can a window be shown? macOS and Windows always have a desktop; Linux says so in the environment. */
export const hasDisplay = (env: Env, platform: NodeJS.Platform): boolean =>
  platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)

/** A Node that can load the database, which needs Node-API 10: this one, or the one that the npm package `node` brings. */
export function engineNode(root: string): string {
  const bundled = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return Number(process.versions.napi) < 10 && existsSync(bundled) ? bundled : process.execPath
}
