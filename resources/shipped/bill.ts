import type { ShippedPackage } from '../../shared/shipped/package.ts'

/** `integrity` of each package in the lock file, by `name@version`. */
export function integrities(lock: {
  packages: Record<string, { version?: string; integrity?: string }>
}): Map<string, string> {
  return new Map(
    Object.entries(lock.packages).flatMap(([path, { version, integrity }]) => {
      const name = path.split('node_modules/').at(-1)
      return name && version && integrity ? [[`${name}@${version}`, integrity] as const] : []
    }),
  )
}

const hashesOf = (integrity: string | undefined) => {
  const digest = /^sha512-(\S+)/.exec(integrity ?? '')?.[1]
  return digest ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] } : {}
}

const purlOf = ({ name, version }: ShippedPackage): string =>
  name === 'sqlite' ? `pkg:generic/sqlite@${version}` : `pkg:npm/${name.replace('@', '%40')}@${version}`

/** The bill of materials of what is shipped, as CycloneDX 1.6 has it (https://cyclonedx.org/docs/1.6/json/). */
export function billOf(
  app: { name: string; version: string },
  packages: readonly ShippedPackage[],
  hashes: ReadonlyMap<string, string>,
) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name: app.name, version: app.version } },
    components: packages.map(one => ({
      type: 'library',
      'bom-ref': purlOf(one),
      name: one.name,
      version: one.version,
      purl: purlOf(one),
      ...(one.licence === '' ? {} : { licenses: [{ expression: one.licence }] }),
      ...hashesOf(hashes.get(`${one.name}@${one.version}`)),
    })),
  }
}
