import type { Pace } from '../../shared/outbox/backoff.ts'
import { HOUR, MINUTE, SECOND } from '../../shared/trigger/duration.ts'

export { backoff, type Pace } from '../../shared/outbox/backoff.ts'

/** How often a server that is away is tried: soon, because everything waits for it. */
export const CHANNEL_PACE: Pace = { first: 2 * SECOND, longest: MINUTE }
/** How often one message is tried that its server put off; greylisting wants minutes. */
export const MESSAGE_PACE: Pace = { first: MINUTE, longest: HOUR }
