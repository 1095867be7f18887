import { apiChannel } from '../../main/outbox/channels/api.ts'
import type { Channel, Channels } from '../../main/outbox/channels/channel.ts'
import { smtpChannel } from '../../main/outbox/channels/smtp.ts'
import { channelManifestSchema } from '../../shared/outbox/channel-manifest.ts'
import type { KeyPromise } from '../../shared/outbox/request.ts'
import { smtpSetting } from './smtp-setting.ts'

/** Where the recording servers of a fault run listen. */
export interface Ports {
  smtp: number
  http: number
}

/** What the system behind a channel does with a key: takes a repeated one once, answers for it, or knows of none. */
export const PROMISES = { repeats: true, asks: true, plain: false, email: false } as const
export type FaultChannel = keyof typeof PROMISES

/** The channels of a fault run, over real connections to the recording servers. */
export function faultChannels({ smtp, http }: Ports, wall: () => number): Channels {
  const origin = `http://127.0.0.1:${http}`
  const lookup = {
    request: { method: 'GET' as const, url: `${origin}/asks`, query: { key: '{{ key }}' } },
    answers: [{ field: { path: 'id', is: [null] }, means: 'none' as const }],
    id: 'id',
  }
  const api = (id: string, key: KeyPromise) =>
    apiChannel({
      manifest: channelManifestSchema.parse({
        version: 1,
        id,
        name: id,
        about: '',
        docs: ['https://example.com'],
        auth: { kind: 'none' },
        test: { request: { method: 'GET', url: origin } },
        message: {
          request: { method: 'POST', url: `${origin}/${id}`, json: { key: '{{ key }}', text: '{{ message.text }}' } },
          id: 'id',
          key,
        },
      }),
      settings: {},
      secrets: { get: async () => null, set: async () => {} },
      secret: '',
      allowedHosts: [`127.0.0.1:${http}`],
      clock: { wall },
    })
  const made: Record<FaultChannel, () => Channel> = {
    email: () => smtpChannel(smtpSetting(smtp), null),
    repeats: () => api('repeats', { header: 'Idempotency-Key', repeatableFor: '2h' }),
    asks: () => api('asks', { lookup: { ...lookup, answers: [...lookup.answers] } }),
    plain: () => api('plain', {}),
  }
  const names = Object.keys(PROMISES) as FaultChannel[]
  return {
    // A drain closes what it has opened.
    open: async name => made[name as FaultChannel](),
    keyed: () => names.filter(name => PROMISES[name]),
  }
}
