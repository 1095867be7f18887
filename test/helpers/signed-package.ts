import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { besidePackage, type UpdateManifest } from '../../main/engine/update/update-manifest.ts'
import type { RunningApp } from '../../main/engine/update/verify.ts'
import { signPackage } from '../../resources/release/sign-package.ts'

/** The app that the packages of these tests would update. */
export const RUNNING: RunningApp = { version: '1.4.0', platform: 'linux', arch: 'x64' }
export const NEVER = { signal: new AbortController().signal, onBytes: () => {} }

/** What the packages of these tests say of themselves. */
export const PACKAGE_FACTS = {
  version: '1.5.0',
  platform: 'linux',
  arch: 'x64',
  kind: 'AppImage',
  notes: 'Faster queue.',
} as const

/** A publisher of a test. */
export function aPublisher(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

/** A package of these bytes with the two files beside it. */
export function aPackage(
  folder: string,
  privateKey: string,
  facts: Partial<UpdateManifest> = {},
  content: Uint8Array = Buffer.from('the new app'),
): string {
  const file = join(folder, 'Forestall.AppImage')
  const { manifest, signature } = signPackage({ ...PACKAGE_FACTS, ...facts }, content, privateKey)
  writeFileSync(file, content)
  writeFileSync(besidePackage(file).manifest, manifest)
  writeFileSync(besidePackage(file).signature, signature)
  return file
}
