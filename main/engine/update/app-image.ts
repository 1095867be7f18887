import { copyFile, link, realpath, rename, rm, stat } from 'node:fs/promises'
import type { UpdateManifest } from './update-manifest.ts'
import { type Copying, verifiedCopy } from './verified-copy.ts'

const PREVIOUS = '.previous'
const NEW = '.new'

/**
 * Puts a staged AppImage in the place of the one that a person starts, and keeps the old one beside it. At every moment
 * there is a whole app at the path. Returns where the old one is.
 */
export async function replaceAppImage(
  staged: string,
  manifest: UpdateManifest,
  appImage: string,
  watch: Omit<Copying, 'before' | 'mode'>,
): Promise<string> {
  // A link stays a link: what it leads to is replaced.
  const app = await realpath(appImage)
  const { mode } = await stat(app)
  const previous = `${app}${PREVIOUS}`
  const before = () => keepPrevious(app, previous)
  await rm(`${app}${NEW}`, { force: true })
  await verifiedCopy(staged, `${app}${NEW}`, app, manifest, { ...watch, before, mode: (mode & 0o777) | 0o100 })
  return previous
}

/** The old app under a second name. A disk without hard links gets a copy. */
async function keepPrevious(app: string, previous: string): Promise<void> {
  const part = `${previous}${NEW}`
  await rm(part, { force: true })
  try {
    await link(app, part).catch(() => copyFile(app, part))
    await rename(part, previous)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
