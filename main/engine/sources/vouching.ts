import { listManifests } from '../../source/door.ts'

/**
 * Whether the system's browser may open an address that the page names: a sign-in that the engine began, or the
 * documentation of a manifest. A page that somebody took over could otherwise send data out as part of an address.
 */
export async function vouchesFor(
  address: string,
  { dir, signIns }: { dir: string; signIns: () => readonly string[] },
): Promise<boolean> {
  if (!URL.canParse(address)) return false
  const { protocol, username, password, href } = new URL(address)
  if (protocol !== 'https:' || username !== '' || password !== '') return false
  if (signIns().includes(href)) return true
  const manifests = await listManifests(dir)
  return manifests.some(({ manifest }) => manifest && new URL(manifest.docs).href === href)
}
