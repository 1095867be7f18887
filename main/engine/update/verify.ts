import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { signedBytes, type UpdateManifest, updateManifestSchema } from './update-manifest.ts'
import { compareVersions } from './version-order.ts'

/** The app that would be updated. */
export interface RunningApp {
  version: string
  platform: string
  arch: string
}

/** The two files beside a package, as they were read. */
export interface SignedManifest {
  manifest: Uint8Array
  /** Base64, as in the file. */
  signature: string
}

/** What was measured of a package's file. */
export interface MeasuredPackage {
  size: number
  sha512: string
}

const REFUSED = 'The update was refused.'
const GET_AGAIN = 'Get the package and the two files beside it again from the publisher.'
const refused = (why: string, todo = GET_AGAIN): Result<never> => fail('refused', REFUSED, why, todo)

/** Whether a manifest is the publisher's and one for this app. `key`: the publisher's public key as PEM. */
export function verifyManifest(
  signed: SignedManifest,
  key: string | null,
  running: RunningApp,
): Result<UpdateManifest> {
  const read = readSignedManifest(signed, key)
  return read.ok ? forThisApp(read.value, running) : read
}

/**
 * What a manifest says, for whichever app it is. Nothing in it is looked at before its signature holds. `key`: null in a
 * build that has none.
 */
export function readSignedManifest(
  { manifest, signature }: SignedManifest,
  key: string | null,
): Result<UpdateManifest> {
  const publisher = key === null ? null : ed25519(key)
  if (!publisher)
    return refused(
      'This build has no publisher’s key, so no package can be verified.',
      'Install the new version by hand, from a place that you trust.',
    )
  const bytes = /^[A-Za-z0-9+/]{86}==\s*$/.test(signature) ? Buffer.from(signature, 'base64') : null
  if (!bytes) return refused('The signature file does not hold a signature.')
  if (!verify(null, signedBytes(manifest), publisher, bytes))
    return refused('The manifest is not what the publisher signed.')
  return parseManifest(manifest)
}

/** Whether a package's file is the one of the manifest. */
export function verifyPackage(manifest: UpdateManifest, { size, sha512 }: MeasuredPackage): Result<null> {
  if (size !== manifest.size) return refused(`The package has ${size} bytes and the publisher’s has ${manifest.size}.`)
  return sha512 === manifest.sha512 ? ok(null) : refused('The package is not the one that the publisher signed.')
}

function ed25519(key: string): KeyObject | null {
  try {
    const made = createPublicKey(key)
    return made.asymmetricKeyType === 'ed25519' ? made : null
  } catch {
    return null
  }
}

function parseManifest(bytes: Uint8Array): Result<UpdateManifest> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return refused('The manifest is not valid JSON.')
  }
  const parsed = updateManifestSchema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  return refused(`The manifest is not valid at ${issue?.path.join('.') || 'the top'}: ${issue?.message}.`)
}

/** Whether what a manifest describes is for this system and processor, and newer than what runs. */
export function forThisApp(manifest: UpdateManifest, { version, platform, arch }: RunningApp): Result<UpdateManifest> {
  if (manifest.platform !== platform)
    return refused(
      `The package is for ${manifest.platform} and this computer runs ${platform}.`,
      'Get the package for this system.',
    )
  if (manifest.arch !== 'universal' && manifest.arch !== arch)
    return refused(
      `The package is for ${manifest.arch} processors and this app runs on ${arch}.`,
      'Get the package for this processor.',
    )
  const order = compareVersions(manifest.version, version)
  if (order === 0) return refused(`Version ${version} is installed already.`, 'Nothing needs to be done.')
  if (order < 0)
    return refused(
      `The package is version ${manifest.version}, which is older than the installed ${version}.`,
      'Get a newer package. An older version cannot read the data of a newer one.',
    )
  return ok(manifest)
}
