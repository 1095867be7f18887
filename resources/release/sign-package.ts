import { createHash, createPrivateKey, sign } from 'node:crypto'
import { signedBytes, type UpdateManifest, updateManifestSchema } from '../../main/engine/update/update-manifest.ts'

/** The two files that go beside a package. Throws where the manifest would be refused by the app. */
export function signPackage(
  facts: Omit<UpdateManifest, 'product' | 'size' | 'sha512'>,
  content: Uint8Array,
  privateKey: string,
): { manifest: Buffer; signature: string } {
  const sha512 = createHash('sha512').update(content).digest('hex')
  const manifest = updateManifestSchema.parse({ ...facts, product: 'forestall', size: content.length, sha512 })
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
  return { manifest: bytes, signature: `${signBytes(bytes, privateKey)}\n` }
}

/** The signature of a manifest's bytes, base64. */
export const signBytes = (manifest: Uint8Array, privateKey: string): string =>
  sign(null, signedBytes(manifest), createPrivateKey(privateKey)).toString('base64')
