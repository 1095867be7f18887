import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { apiChannel } from '../../main/outbox/channels/api.ts'
import type { Channel } from '../../main/outbox/channels/channel.ts'
import { type ChannelManifest, channelManifestSchema } from '../../shared/outbox/channel-manifest.ts'
import type { OutgoingMessage } from '../../shared/outbox/outgoing.ts'
import { NOON } from './builders.ts'

/** A message with words that would break out of JSON, an address or a header if anything were pasted. */
export const aNastyMessage = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  type: 'message',
  key: 'k-1',
  to: { name: 'Zoë "Z"', address: 'zoe+a&b@example.com' },
  subject: 'Your "order" {{ settings.token }}\r\nX-Evil: 1',
  text: 'Hello,\n\n"quoted", \\ and { "to": "everybody" } {{ 1 | plus: 1 }}\u2028',
  html: '<p>Hello</p>',
  ...changes,
})

/** A shipped manifest whose requests go to `origin` instead of the real system. */
export function shippedAt(id: string, origin: string, settings: Record<string, string> = {}): ChannelManifest {
  const file = join(import.meta.dirname, '../../resources/channels', `${id}.json`)
  const text = readFileSync(file, 'utf8').replaceAll(/https:\/\/(\{\{ settings\.host \}\}|slack\.com)/g, origin)
  return channelManifestSchema.parse({ ...JSON.parse(text), ...settings })
}

interface Shape {
  manifest: ChannelManifest
  settings?: Record<string, string>
  host: string
  secret?: string
  wall?: () => number
}

/** The channel of a manifest, with a secret, allowed to speak to one loopback server. */
export function anApiChannel({ manifest, settings = {}, host, secret = 's3cret', wall = () => NOON }: Shape): Channel {
  const channel = apiChannel({
    manifest,
    settings,
    secrets: { get: async () => secret, set: async () => {} },
    secret: 'channel-test',
    allowedHosts: [host],
    clock: { wall },
  })
  onTestFinished(() => channel.close())
  return channel
}

/** Sends a message; says how it ended and how often it was marked as leaving. */
export async function delivered(channel: Channel, message: OutgoingMessage) {
  let marked = 0
  const commit = async () => {
    marked++
  }
  const ending = await channel.send(message, commit, new AbortController().signal)
  return { ending, marked }
}
