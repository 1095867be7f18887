import type { TicketPage } from '../../../shared/desktop/ticket-page.ts'
import { restConfigSchema } from '../../../shared/source/manifest.ts'
import { objectPage, type SourceObject, usableManifest } from '../../source/door.ts'

/** An object with the source that knows it, as the tables hold them. */
export interface KnownObject extends SourceObject {
  source: string
  sourceKind: string
  config: string
}

/** Addresses of the vendors' own pages, which the system's browser may open once the engine has given them out. */
export interface ObjectPages {
  pageOf(object: KnownObject): Promise<TicketPage | null>
  /** Whether an address is one that was given out. */
  has(address: string): boolean
}

/** Addresses that are remembered: more than a person opens before they are read again. */
const MOST = 1_000

/** `dir` is the workspace's folder, which may hold manifests of its own. */
export function createObjectPages(dir: string): ObjectPages {
  const given = new Set<string>()
  const remember = (address: string) => {
    given.delete(address)
    given.add(address)
    const [oldest] = given
    if (given.size > MOST && oldest !== undefined) given.delete(oldest)
  }
  return {
    has: address => given.has(address),
    pageOf: async ({ source, sourceKind, config, ...object }) => {
      if (sourceKind !== 'rest') return null
      const { manifest: id, settings } = restConfigSchema.parse(JSON.parse(config))
      const manifest = await usableManifest(dir, id)
      const address = manifest && objectPage(manifest, settings, object)
      if (address === null) return null
      remember(address)
      return { address, source, externalId: object.externalId }
    },
  }
}
