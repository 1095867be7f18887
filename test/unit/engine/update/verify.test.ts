import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { packageName, type UpdateManifest } from '../../../../main/engine/update/update-manifest.ts'
import { type RunningApp, verifyManifest, verifyPackage } from '../../../../main/engine/update/verify.ts'
import { signBytes } from '../../../../resources/release/sign-package.ts'
import { aPublisher, RUNNING } from '../../../helpers/signed-package.ts'

const { publicKey, privateKey } = aPublisher()
const GOOD: UpdateManifest = {
  ...{ product: 'forestall', version: '1.5.0', platform: 'linux', arch: 'x64', kind: 'deb' },
  ...{ size: 11, sha512: 'ab'.repeat(64), notes: 'Faster queue.' },
}

/** Signs a manifest that may hold anything, and asks whether it is for the app. */
function verified(changed: Record<string, unknown> = {}, running: RunningApp = RUNNING) {
  const manifest = Buffer.from(JSON.stringify({ ...GOOD, ...changed }))
  return verifyManifest({ manifest, signature: signBytes(manifest, privateKey) }, publicKey, running)
}
const whyOf = (answer: ReturnType<typeof verifyManifest>) => (answer.ok ? 'it was taken' : answer.error.why)

describe('a manifest', () => {
  it('of a newer version for this system and processor is taken', () => {
    expect(verified()).toEqual({ ok: true, value: GOOD })
    expect(
      verified({ arch: 'universal', platform: 'darwin', kind: 'dmg' }, { ...RUNNING, platform: 'darwin' }).ok,
    ).toBe(true)
    expect(verified({ version: '1.4.0' }, { ...RUNNING, version: '1.4.0-rc.2' }).ok).toBe(true)
    expect(verified({ version: '1.5.0-beta.1' }).ok).toBe(true)
  })

  it('is staged under a name that is made of its own fields', () => {
    expect(packageName(GOOD)).toBe('forestall-1.5.0-linux-x64.deb')
  })

  it.each([
    ['the same version', { version: '1.4.0' }, 'Version 1.4.0 is installed already.'],
    ['an older version', { version: '1.3.9' }, 'older than the installed 1.4.0'],
    ['a pre-release of this version', { version: '1.4.0-rc.9' }, 'older than the installed 1.4.0'],
    ['another system', { platform: 'win32', kind: 'exe' }, 'this computer runs linux'],
    ['another processor', { arch: 'arm64' }, 'for arm64 processors'],
  ])('of %s is refused', (_name, changed, why) => {
    const answer = verified(changed)
    expect(whyOf(answer)).toContain(why)
    expect(answer).toMatchObject({ error: { kind: 'refused', todo: expect.stringMatching(/\.$/) } })
  })

  it.each([
    ['product', { product: 'another' }],
    ['version', { version: '1.5' }],
    ['version', { version: '2.0.0-../../x' }],
    ['kind', { kind: 'dmg' }],
    ['size', { size: 0 }],
    ['size', { size: 2 ** 31 + 1 }],
    ['size', { size: 1.5 }],
    ['sha512', { sha512: 'AB'.repeat(64) }],
    ['notes', { notes: 'x'.repeat(20_001) }],
    ['the top', { extra: true }],
  ])('with a bad %s is refused, although it is signed', (field, changed) => {
    expect(whyOf(verified(changed))).toContain(`not valid at ${field}`)
  })

  it('that is no JSON or no UTF-8 is refused, although it is signed', () => {
    for (const manifest of [Buffer.from('{'), Buffer.from([0x22, 0xff, 0x22])])
      expect(
        whyOf(verifyManifest({ manifest, signature: signBytes(manifest, privateKey) }, publicKey, RUNNING)),
      ).toContain('not valid JSON')
  })
})

describe('a signature', () => {
  const manifest = Buffer.from(JSON.stringify(GOOD))
  const signature = signBytes(manifest, privateKey)
  const why = (signed: { manifest?: Uint8Array; signature?: string }, key: string | null = publicKey) =>
    whyOf(verifyManifest({ manifest, signature, ...signed }, key, RUNNING))

  it('by another key, of another manifest or with a changed byte is refused', () => {
    const other = Buffer.from(JSON.stringify({ ...GOOD, notes: '' }))
    const flipped = Buffer.from(signature, 'base64')
    flipped[3] = (flipped[3] ?? 0) ^ 1
    for (const signed of [
      { signature: signBytes(manifest, aPublisher().privateKey) },
      { signature: signBytes(other, privateKey) },
      { signature: flipped.toString('base64') },
      { manifest: other },
    ])
      expect(why(signed)).toBe('The manifest is not what the publisher signed.')
  })

  it('refuses a manifest in which any one byte was changed', () => {
    for (const at of manifest.keys()) {
      const changed = Buffer.from(manifest)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(why({ manifest: changed })).toBe('The manifest is not what the publisher signed.')
    }
  })

  it('that is cut, empty or longer than a signature is refused', () => {
    for (const bad of ['', signature.slice(0, -4), `${signature}${signature}`, '\0'.repeat(88)])
      expect(why({ signature: bad })).toBe('The signature file does not hold a signature.')
  })

  it('proves nothing in a build without a key of the right kind', () => {
    const { publicKey: rsa } = generateKeyPairSync('rsa', {
      modulusLength: 1024,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    for (const key of [null, 'no key', rsa]) expect(why({}, key)).toContain('This build has no publisher’s key')
  })
})

it('a package of another size or content is refused', () => {
  const { size, sha512 } = GOOD
  expect(verifyPackage(GOOD, { size, sha512 }).ok).toBe(true)
  expect(verifyPackage(GOOD, { size: size - 1, sha512 })).toMatchObject({
    error: { why: expect.stringMatching('10 bytes') },
  })
  expect(verifyPackage(GOOD, { size, sha512: 'cd'.repeat(64) }).ok).toBe(false)
})
