import { join } from 'node:path'
import { type ChannelManifest, channelManifestSchema } from '../../../shared/channel-manifest.ts'
import { callsProblem, type Found, fitting, manifestsIn } from './manifest-files.ts'
import { shippedChannels } from './shipped.ts'

/** The folder of a workspace into which a person puts manifests of their own. */
export const CHANNELS = 'channels'

export type FoundManifest = Found<ChannelManifest>

/** Every channel that a manifest describes. */
export const channelManifests = (dir: string): FoundManifest[] =>
  manifestsIn(join(dir, CHANNELS), shippedChannels, checkManifest)

/** Holds a manifest against its schema and reads its templates. */
export const checkManifest = (value: unknown, file: string): FoundManifest =>
  fitting(channelManifestSchema, value, file, ({ test, recipient, message }) =>
    callsProblem([
      ['test', test],
      ['recipient', recipient],
      ['message', message],
      ['message.key.lookup', message.key?.lookup],
    ]),
  )
