import type { ServerResponse } from 'node:http'
import type { UpdateManifest } from '../../main/engine/update/update-manifest.ts'
import { signPackage } from '../../resources/release/sign-package.ts'
import { aLoopbackServer, type Loopback } from './loopback.ts'
import { PACKAGE_FACTS } from './signed-package.ts'

/** What a server sends in place of one of its three files. */
export type Sending = (res: ServerResponse, content: Buffer) => void
type Harm = Partial<Record<'manifest' | 'signature' | 'package', Sending>>

const PATH = /^\/(?:stable|beta)\/forestall-linux-x64\.(?:deb|AppImage)(\.manifest\.json|\.sig|)$/
export const NEW_APP = Buffer.from('the new app')

/** A real server with one signed package, in the channels `stable` and `beta`; `harm` says what it does instead. */
export function anUpdateServer(
  privateKey: string,
  facts: Partial<UpdateManifest> = {},
  harm: Harm = {},
  content: Buffer = NEW_APP,
): Promise<Loopback> {
  const { manifest, signature } = signPackage({ ...PACKAGE_FACTS, ...facts }, content, privateKey)
  const files = [
    { end: '.manifest.json', content: manifest, sending: harm.manifest },
    { end: '.sig', content: Buffer.from(signature), sending: harm.signature },
    { end: '', content, sending: harm.package },
  ]
  return aLoopbackServer(({ url }, res) => {
    const [, end] = PATH.exec(url.pathname) ?? []
    const found = files.find(file => file.end === end)
    if (!found) return void res.writeHead(404).end('not here')
    if (found.sending) return found.sending(res, found.content)
    res.writeHead(200, { 'content-length': found.content.length }).end(found.content)
  })
}
