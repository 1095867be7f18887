import { existsSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = 'node_modules/better-sqlite3'
const COMPILED = join(import.meta.dirname, '..', PACKAGE, 'build/Release/better_sqlite3.node')

interface PackContext {
  electronPlatformName: string
  packager: { config: { electronDist?: string | null; files: { filter: string[] }[] } }
}

/** The patterns of a package that holds the database binary which was compiled here, and no prebuilt one. */
export const withCompiledOnly = (patterns: readonly string[]): string[] => [
  ...patterns.filter(pattern => pattern !== `!${PACKAGE}/build/**`),
  `!${PACKAGE}/prebuilds/**`,
]

/**
 * Packs with an unpacked Electron of one's own instead of a download, where there is none to be had: `electronDist`, or
 * the folder that ELECTRON_OVERRIDE_DIST_PATH names. A database binary that was compiled here then takes the place of the
 * prebuilt one, because such an Electron may be too old for that; releases are built without either and never contain it.
 */
export function beforePack({ electronPlatformName, packager: { config } }: PackContext): void {
  config.electronDist ??= process.env.ELECTRON_OVERRIDE_DIST_PATH ?? null
  if (!config.electronDist || electronPlatformName !== process.platform || !existsSync(COMPILED)) return
  for (const set of config.files) set.filter = withCompiledOnly(set.filter)
}
