import { z } from 'zod'

/** A package of which something is shipped. */
export const shippedPackageSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** Its licence as an SPDX expression, as its manifest says or, where that is silent, its licence file; may be empty. */
  licence: z.string(),
  /** The text of its licence files; empty where it brings none. */
  text: z.string(),
})
export type ShippedPackage = z.infer<typeof shippedPackageSchema>

/** Each package once, in order of name and version. */
export function uniquePackages(packages: readonly ShippedPackage[]): ShippedPackage[] {
  const byId = new Map(packages.map(one => [`${one.name}@${one.version}`, one]))
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

/** Those whose name or licence holds what a person typed. */
export function matchingPackages(packages: readonly ShippedPackage[], typed: string): ShippedPackage[] {
  const wanted = typed.trim().toLowerCase()
  return packages.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted))
}
