import { own } from '../../../shared/foreign/own.ts'
import type { Manifest } from '../../../shared/source/manifest.ts'
import { fillSettings } from './settings.ts'

/** An object as its source knows it. */
export interface SourceObject {
  kind: string
  externalId: string
}

/**
 * Where a person sees an object in the vendor's own pages; null where the manifest does not say, or where settings and id
 * do not make an HTTPS address. The id is data of somebody else, so it can become nothing but the text that it is.
 */
export function objectPage(
  manifest: Manifest,
  settings: Readonly<Record<string, string>>,
  { kind, externalId }: SourceObject,
): string | null {
  const filled = fillSettings(manifest, settings)
  const page = filled.ok ? own(filled.value.pages ?? {}, kind) : undefined
  // Dots alone would lead to the folder above.
  if (page === undefined || /^\.*$/.test(externalId)) return null
  const address = page.replaceAll('{id}', () => encodeURIComponent(externalId))
  if (/[{}]/.test(address) || !URL.canParse(address)) return null
  const { protocol, username, password, href } = new URL(address)
  return protocol === 'https:' && username === '' && password === '' ? href : null
}
