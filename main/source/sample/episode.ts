import { DAY } from '../../../shared/trigger/duration.ts'
import { type Random, random } from './prng.ts'

/** What is really the matter with an account; nobody in the shop can see it, only what it causes. */
export type EpisodeKind =
  | 'drifting'
  | 'payment_trouble'
  | 'shipping_trouble'
  | 'login_trouble'
  | 'buggy_feature'
  | 'stuck_payment'
  | 'processor_down'
  | 'out_of_stock'
  | 'parcel_lost'
  | 'intruder'
  | 'bad_config'
  | 'crash_loop'
  | 'outage'
  | 'known_bug'
  | 'unprepared'
  | 'stalled_onboarding'
  | 'unadopted'
  | 'champion_left'
  | 'confused'
  | 'outgrown'

/** The one cause that many accounts share; a change or a bug by its id. */
export type Incident =
  | 'carrier_strike'
  | 'bad_release'
  | 'sso_outage'
  | 'processor_outage'
  | 'bad_deploy'
  | 'hosting_outage'
  | 'leaked_passwords'
  | `bug-${string}`
  | `change-${string}`

/** One stretch of trouble. `contactsAt` is when the customer would open a ticket if nobody acted; it may be past `until`'s end or in the future. */
export interface Episode {
  trouble: EpisodeKind
  from: number
  until: number
  contactsAt: number | null
  /** How hard it hits, 0–1; for `drifting` the share of usage that is left. */
  depth: number
  /** The one cause that many accounts share, or null for bad luck of its own. */
  incident: Incident | null
}

export interface SampleShape {
  seed: number
  days: number
  now: number
}

/** What one purpose draws must not shift what another draws, so each has a stream of its own. */
export const STREAM = { profile: 1, truth: 2, objects: 3, contacts: 4, events: 5, treatment: 6, provoked: 7 } as const

/** Chance of contact a day while in trouble, chance of leaving a day, and the share of both that a fitting and timely outreach takes away. */
export const HAZARDS: Readonly<Record<EpisodeKind, { contact: number; churn: number; treatable: number }>> = {
  drifting: { contact: 0.004, churn: 0.005, treatable: 0.35 },
  payment_trouble: { contact: 0.03, churn: 0.004, treatable: 0.6 },
  shipping_trouble: { contact: 0.09, churn: 0.001, treatable: 0.5 },
  login_trouble: { contact: 0.12, churn: 0.001, treatable: 0.65 },
  buggy_feature: { contact: 0.03, churn: 0.003, treatable: 0.4 },
  stuck_payment: { contact: 0.08, churn: 0.001, treatable: 0.6 },
  processor_down: { contact: 0.15, churn: 0.0005, treatable: 0.6 },
  out_of_stock: { contact: 0.09, churn: 0.001, treatable: 0.5 },
  parcel_lost: { contact: 0.1, churn: 0.001, treatable: 0.5 },
  intruder: { contact: 0.12, churn: 0.002, treatable: 0.4 },
  bad_config: { contact: 0.06, churn: 0.002, treatable: 0.5 },
  crash_loop: { contact: 0.3, churn: 0.002, treatable: 0.3 },
  outage: { contact: 0.4, churn: 0.002, treatable: 0.4 },
  known_bug: { contact: 0.02, churn: 0.0005, treatable: 0.5 },
  unprepared: { contact: 0.03, churn: 0.0005, treatable: 0.7 },
  stalled_onboarding: { contact: 0.015, churn: 0.008, treatable: 0.5 },
  unadopted: { contact: 0.012, churn: 0.006, treatable: 0.4 },
  champion_left: { contact: 0.008, churn: 0.008, treatable: 0.35 },
  confused: { contact: 0.12, churn: 0.001, treatable: 0.6 },
  outgrown: { contact: 0.02, churn: 0.001, treatable: 0.5 },
}
/** Contacts and departures a day without any trouble. */
export const BACKGROUND = { contact: 0.0018, churn: 0.00008 } as const

/** An episode with the ticket that it leads to, if it leads to one. */
export function episode(
  draw: Random,
  trouble: EpisodeKind,
  from: number,
  until: number,
  depth: number,
  incident: Incident | null = null,
): Episode {
  const contact = from + draw.exponential(1 / HAZARDS[trouble].contact) * DAY
  // Who has not called by three days after it is over will not call because of it.
  const contactsAt = contact <= until + 3 * DAY ? Math.floor(contact) : null
  return { trouble, from: Math.floor(from), until: Math.floor(until), contactsAt, depth, incident }
}

/** Moments in [begin, now) that come at `rate` for each account in 180 days. */
export function often(draw: Random, rate: number, begin: number, now: number): number[] {
  const times: number[] = []
  for (let at = begin; ; ) {
    at += draw.exponential(180 / rate) * DAY
    if (at >= now) return times
    times.push(at)
  }
}

/** What sets some accounts apart, for good; each is a share of all of them. */
export interface Traits {
  /** Somebody signs in every day. */
  daily: boolean
  /** Its integration makes errors every other day. */
  errorProne: boolean
  /** Its installation is watched by health checks. */
  monitored: boolean
  /** Its plan has a limit that is measured. */
  limited: boolean
  /** The device that it signs in with. */
  device: string
}

const DEVICES = ['Windows laptop', 'MacBook', 'iPad', 'Linux desktop', 'Chromebook', 'Android tablet'] as const

/** The traits of account `index`. */
export function traits(seed: number, index: number): Traits {
  const draw = random(seed, index, STREAM.profile, 2)
  return {
    daily: draw.chance(0.04),
    errorProne: draw.chance(0.06),
    monitored: draw.chance(0.06),
    limited: draw.chance(0.2),
    device: draw.pick(DEVICES),
  }
}
