import { z } from 'zod'
import { isVersion } from './version-order.ts'

/** Which kinds of package install on a system. */
const KINDS = { linux: ['AppImage', 'deb'], darwin: ['dmg'], win32: ['exe'] } as const
/** Bytes of the largest package: several times the size of today's. */
const LARGEST_PACKAGE = 2 ** 31
/** Bytes of the largest manifest file; most of one is release notes. */
export const LARGEST_MANIFEST = 64 * 1024

/** What the publisher says about one package and signs. Everything else about the package is measured. */
export const updateManifestSchema = z
  .strictObject({
    product: z.literal('forestall'),
    version: z.string().max(64).refine(isVersion, 'expected a version such as 1.2.3 or 1.2.3-beta.1'),
    platform: z.enum(['linux', 'darwin', 'win32']),
    arch: z.enum(['x64', 'arm64', 'universal']),
    kind: z.enum(['AppImage', 'deb', 'dmg', 'exe']),
    size: z.number().int().min(1).max(LARGEST_PACKAGE),
    sha512: z.string().regex(/^[0-9a-f]{128}$/),
    notes: z.string().max(20_000),
  })
  .refine(({ platform, kind }) => (KINDS[platform] as readonly string[]).includes(kind), {
    path: ['kind'],
    message: 'this kind of package does not belong to the platform',
  })
export type UpdateManifest = z.infer<typeof updateManifestSchema>

/** The name under which a package is staged. It is made of checked fields, never of the name the file had. */
export const packageName = ({ version, platform, arch, kind }: UpdateManifest): string =>
  `forestall-${version}-${platform}-${arch}.${kind}`

/** Where the publisher's manifest and its signature are: beside the package. */
export const besidePackage = (file: string): { manifest: string; signature: string } => ({
  manifest: `${file}.manifest.json`,
  signature: `${file}.sig`,
})

/** The bytes that are signed. The first line keeps a signature for something else from counting here. */
export const signedBytes = (manifest: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from('forestall update v1\n'), manifest])
