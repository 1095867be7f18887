const COMPILED = 'node_modules/better-sqlite3/build'

interface PackContext {
  electronPlatformName: string
  packager: { config: { electronDist?: string | null; files: { filter: string[] }[] } }
}

/**
 * Packs with an unpacked Electron of one's own instead of a download, where there is none to be had: `electronDist`, or
 * the folder that ELECTRON_OVERRIDE_DIST_PATH names. A database binary that was compiled here then goes with it, because
 * such an Electron may be too old for the prebuilt one; releases are built without either and never contain it.
 */
export function beforePack({ electronPlatformName, packager: { config } }: PackContext): void {
  config.electronDist ??= process.env.ELECTRON_OVERRIDE_DIST_PATH ?? null
  if (!config.electronDist) return
  if (electronPlatformName !== process.platform) return
  for (const set of config.files) set.filter = set.filter.filter(pattern => pattern !== `!${COMPILED}/**`)
}
