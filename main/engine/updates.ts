import { readFile, stat } from 'node:fs/promises'
import type { PolicyInForce } from '../../shared/policy.ts'
import { type Failure, FailureError, type Result, unwrap } from '../../shared/result.ts'
import { loadPolicy } from './policy-file.ts'
import { safetyOf } from './safety.ts'
import { replaceAppImage } from './update/app-image.ts'
import { measureFile, type OpenSink, openNewFile, type ReadingWatch } from './update/measure-file.ts'
import { PUBLISHER_KEY } from './update/publisher-key.ts'
import { stagePackage } from './update/stage.ts'
import { asUpdateResult, UPDATES_HELD } from './update/update-failure.ts'
import { besidePackage, LARGEST_MANIFEST, type UpdateManifest } from './update/update-manifest.ts'
import { type RunningApp, verifyManifest, verifyPackage } from './update/verify.ts'
import { userDataDir, workspacesDir } from './user-data.ts'
import { APP_VERSION } from './version.ts'
import { knownWorkspaces } from './workspace-folders.ts'

/** What an update depends on. */
export interface UpdateDeps {
  userData: string
  /** The folders of the workspaces that are backed up first. */
  workspaces: readonly string[]
  running: RunningApp
  /** The publisher's public key, PEM. */
  key: string | null
  policy: Result<PolicyInForce>
  /** Machine time, UTC ms. */
  wall(): number
  open?: OpenSink
}

/** What an update of this app, on this computer, depends on. */
export function updatesHere(wall: () => number): UpdateDeps {
  const userData = userDataDir()
  return {
    userData,
    workspaces: knownWorkspaces(workspacesDir(userData)),
    running: { version: APP_VERSION, platform: process.platform, arch: process.arch },
    key: PUBLISHER_KEY,
    policy: loadPolicy(),
    wall,
  }
}

/** What an update came to. */
export interface Updated {
  version: string
  /** The verified package, in the user-data folder. */
  staged: string
  backups: string[]
  /** The AppImage that was replaced, and where the old one is; null where a person installs the package. */
  replaced: { app: string; previous: string } | null
  /** How it goes on, for a person. */
  todo: string
}

/** Verifies a package and the two files beside it; changes nothing. */
export const checkUpdate = (file: string, deps: UpdateDeps, watch: ReadingWatch): Promise<Result<UpdateManifest>> =>
  asUpdateResult(async () => {
    const manifest = await manifestOf(file, deps)
    unwrap(verifyPackage(manifest, await measureFile(file, manifest.size, watch)))
    return manifest
  })

/**
 * Verifies a package, backs the workspaces up, and stages it. `appImage`: the one that a person starts, which is replaced
 * where the package is one. Until the last step the old app is untouched, and after it the old app is kept.
 */
export const updateFromFile = (
  file: string,
  appImage: string | null,
  deps: UpdateDeps,
  watch: ReadingWatch,
): Promise<Result<Updated>> =>
  asUpdateResult(async () => {
    const manifest = await manifestOf(file, deps)
    const backups: string[] = []
    const copying = { ...watch, open: deps.open ?? openNewFile }
    const before = async () => {
      for (const dir of deps.workspaces) backups.push(unwrap(await safetyOf(dir, deps.wall).backUp()).path)
    }
    const staged = await stagePackage(file, deps.userData, manifest, { ...copying, before, mode: 0o600 })
    const replaced =
      manifest.kind === 'AppImage' && appImage !== null
        ? { app: appImage, previous: await replaceAppImage(staged, manifest, appImage, copying) }
        : null
    return { version: manifest.version, staged, backups, replaced, todo: howToInstall(manifest, staged, replaced) }
  })

async function manifestOf(file: string, { policy, key, running }: UpdateDeps): Promise<UpdateManifest> {
  if (!unwrap(policy).policy.updates.allowed) throw new FailureError(UPDATES_HELD)
  if (!(await stat(file)).isFile()) throw new FailureError(NO_FILE)
  const beside = besidePackage(file)
  const [manifest, signature] = await Promise.all([readSmall(beside.manifest), readSmall(beside.signature)])
  return unwrap(verifyManifest({ manifest, signature: signature.toString('latin1') }, key, running))
}

async function readSmall(path: string): Promise<Buffer> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile())
    throw new FailureError({ ...UNSIGNED, why: `There is no file ${path}.`, todo: `Copy ${path} too, then try again.` })
  if (found.size <= LARGEST_MANIFEST) return readFile(path)
  throw new FailureError({ ...UNSIGNED, why: `The file ${path} is larger than a manifest or signature can be.` })
}

function howToInstall(manifest: UpdateManifest, staged: string, replaced: Updated['replaced']): string {
  if (replaced) return `Quit Forestall and start it again. The old version is kept as ${replaced.previous}.`
  if (manifest.kind === 'deb') return `Quit Forestall, then install the package: sudo apt install "${staged}"`
  if (manifest.kind === 'dmg') return `Quit Forestall, open ${staged} and drag Forestall into Applications.`
  if (manifest.kind === 'exe') return `Quit Forestall, then run ${staged}.`
  return `Quit Forestall, replace your AppImage by ${staged}, and make the new file executable.`
}

const NOT_DONE = 'Forestall was not updated.'
const NO_FILE: Failure = {
  kind: 'invalid',
  what: NOT_DONE,
  why: 'The path is not a file.',
  todo: 'Name the file of the package.',
}
const UNSIGNED: Failure = {
  kind: 'refused',
  what: 'The update was refused.',
  why: 'The package is not signed.',
  todo: 'Get the package and the two files beside it again from the publisher.',
}
