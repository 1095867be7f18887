import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageName, type UpdateManifest, updateManifestSchema } from './update-manifest.ts'
import { type Copying, verifiedCopy } from './verified-copy.ts'

/** The folder of the user data in which packages wait. */
const updatesFolder = (userData: string): string => join(userData, 'updates')
/** The manifest of the package that waits; its release notes are shown when its version runs. */
const STAGED = 'staged.json'
const PART = '.part'

/** Puts a verified package where it can be installed from; whatever was staged before is gone afterwards. */
export async function stagePackage(
  file: string,
  userData: string,
  manifest: UpdateManifest,
  copying: Copying,
): Promise<string> {
  const folder = updatesFolder(userData)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeAll(folder, name => name.endsWith(PART))
  const name = packageName(manifest)
  const staged = join(folder, name)
  const before = async () => {
    await copying.before()
    await writeAside(join(folder, STAGED), JSON.stringify(manifest))
  }
  // The process's number keeps two updates at once from writing to one file.
  await verifiedCopy(file, `${staged}.${process.pid}${PART}`, staged, manifest, { ...copying, before })
  await removeAll(folder, other => other !== name && other !== STAGED)
  return staged
}

/** The manifest of the package that was staged last; null where there is none that can be read. */
export async function stagedManifest(userData: string): Promise<UpdateManifest | null> {
  try {
    const text = await readFile(join(updatesFolder(userData), STAGED), 'utf8')
    return updateManifestSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Removes everything that is staged, once its version runs. */
export const clearStaged = (userData: string): Promise<void> =>
  rm(updatesFolder(userData), { recursive: true, force: true })

/** Written aside and renamed: a crash leaves the old text or the new one. */
export async function writeAside(file: string, text: string): Promise<void> {
  const part = `${file}.${process.pid}${PART}`
  try {
    await writeFile(part, text, { mode: 0o600 })
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function removeAll(folder: string, isOld: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) if (isOld(name)) await rm(join(folder, name), { force: true })
}
