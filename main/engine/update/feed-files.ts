import { FailureError } from '../../../shared/result.ts'
import { STABLE, type UpdateFeed } from '../../../shared/update/update-settings.ts'
import type { UpdateManifest } from './update-manifest.ts'
import type { RunningApp } from './verify.ts'

/**
 * Where a server keeps the package for this computer: `…/stable/forestall-linux-x64.deb`, with the manifest and the
 * signature beside it as beside a file. The name is made of what this computer is, never of what a server says.
 */
export function packageAddress(feed: UpdateFeed, { platform, arch }: RunningApp, appImage: boolean): string {
  const folder = feed.address.endsWith('/') ? feed.address : `${feed.address}/`
  const file = (made: string, kind: string) => `${folder}${feed.channel}/forestall-${platform}-${made}.${kind}`
  if (platform === 'darwin') return file('universal', 'dmg')
  if (platform === 'win32') return file(arch, 'exe')
  return file(arch, appImage ? 'AppImage' : 'deb')
}

/** A host that a policy names may be a private one and do without TLS: the signature is what counts. */
export const hostsOfFeed = ({ address, administrators }: UpdateFeed): string[] => {
  const { protocol, hostname, port } = new URL(address)
  return administrators ? [`${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`] : []
}

/** Throws where a channel for everybody offers what is signed for those who try things out. */
export function mustSuitChannel({ version }: UpdateManifest, { channel }: UpdateFeed): void {
  if (channel !== STABLE || !version.includes('-')) return
  throw new FailureError({
    kind: 'refused',
    what: 'The update was refused.',
    why: `The channel “${STABLE}” offers version ${version}, which is a pre-release.`,
    todo: 'Wait for the release, or choose the channel of pre-releases.',
  })
}
