import chatwoot from '../../../resources/channels/chatwoot.json' with { type: 'json' }
import freshdesk from '../../../resources/channels/freshdesk.json' with { type: 'json' }
import intercom from '../../../resources/channels/intercom.json' with { type: 'json' }
import requestTracker from '../../../resources/channels/request-tracker.json' with { type: 'json' }
import slack from '../../../resources/channels/slack.json' with { type: 'json' }
import zendesk from '../../../resources/channels/zendesk.json' with { type: 'json' }
import { type ChannelManifest, channelManifestSchema } from '../../../shared/outbox/channel-manifest.ts'
import { once } from '../../cache/parsed.ts'

/** The channels over other systems' interfaces that come with the program. */
export const shippedChannels: () => readonly ChannelManifest[] = once(() =>
  [slack, intercom, zendesk, freshdesk, chatwoot, requestTracker].map(manifest =>
    channelManifestSchema.parse(manifest),
  ),
)
