import aftership from '../../../resources/manifests/aftership.json' with { type: 'json' }
import chatwoot from '../../../resources/manifests/chatwoot.json' with { type: 'json' }
import freshdesk from '../../../resources/manifests/freshdesk.json' with { type: 'json' }
import hubspot from '../../../resources/manifests/hubspot.json' with { type: 'json' }
import intercom from '../../../resources/manifests/intercom.json' with { type: 'json' }
import posthog from '../../../resources/manifests/posthog.json' with { type: 'json' }
import requestTracker from '../../../resources/manifests/request-tracker.json' with { type: 'json' }
import sentry from '../../../resources/manifests/sentry.json' with { type: 'json' }
import shopify from '../../../resources/manifests/shopify.json' with { type: 'json' }
import stripe from '../../../resources/manifests/stripe.json' with { type: 'json' }
import zendesk from '../../../resources/manifests/zendesk.json' with { type: 'json' }

/** The manifests that come with the product, as they are written. */
export const shippedManifests: readonly { id: string; docs: string }[] = [
  stripe,
  zendesk,
  freshdesk,
  intercom,
  chatwoot,
  requestTracker,
  hubspot,
  sentry,
  posthog,
  shopify,
  aftership,
]
