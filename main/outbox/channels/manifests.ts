import { join } from 'node:path'
import { type ChannelManifest, channelManifestSchema } from '../../../shared/outbox/channel-manifest.ts'
import { callProblems, type Scope } from './channel-manifest-problems.ts'
import { type Checked, checked, type FoundFile, manifestsIn } from './manifest-files.ts'
import { shippedChannels } from './shipped.ts'

/** The folder of a workspace into which a person puts manifests of their own. */
export const CHANNELS = 'channels'

export type FoundManifest = FoundFile<ChannelManifest>

/** Every channel that a manifest describes. */
export const channelManifests = (dir: string): FoundManifest[] =>
  manifestsIn(join(dir, CHANNELS), shippedChannels(), checkChannel)

/** What a message's requests may name. */
const MESSAGE: Scope = {
  message: ['key', 'subject', 'text', 'html'],
  key: true,
  to: ['name', 'address'],
  values: null,
}

/** Holds a manifest against its schema, its templates against what they may name, its addresses and paths. */
export const checkChannel = (value: unknown): Checked<ChannelManifest> =>
  checked(channelManifestSchema, value, ({ settings, test, recipient, message }) => {
    const own = { settings: settings.map(({ name }) => name) }
    return [
      ...callProblems(test, own, ['test']),
      ...callProblems(recipient, { ...MESSAGE, ...own }, ['recipient']),
      ...callProblems(message, { ...MESSAGE, ...own, recipient: true }, ['message']),
      ...callProblems(message.key?.lookup, { ...MESSAGE, ...own }, ['message', 'key', 'lookup']),
    ]
  })
