import { DAY, HOUR } from '../../shared/duration.ts'
import { type Random, random } from './prng.ts'

/** What is really the matter with an account; nobody in the shop can see it, only what it causes. */
export type Trouble = 'drifting' | 'payment_trouble' | 'shipping_trouble' | 'login_trouble' | 'buggy_feature'

/** One stretch of trouble. `contactsAt` is when the customer would open a ticket if nobody acted; it may be past `until`'s end or in the future. */
export interface Episode {
  trouble: Trouble
  from: number
  until: number
  contactsAt: number | null
  /** How hard it hits, 0–1; for `drifting` the share of usage that is left. */
  depth: number
  /** The one cause that many accounts share, or null for bad luck of its own. */
  incident: 'carrier_strike' | 'bad_release' | 'sso_outage' | null
}

/** The causal truth of one account as of `now`. Times after `now` are what would happen if nobody acted. */
export interface Truth {
  signedUpAt: number
  churnsAt: number | null
  episodes: Episode[]
  /** Contacts that no trouble caused. */
  chance: number[]
}

export interface SampleShape {
  seed: number
  days: number
  now: number
}

/** What one purpose draws must not shift what another draws, so each has a stream of its own. */
export const STREAM = { profile: 1, truth: 2, objects: 3, contacts: 4, events: 5 } as const

/** Chance of contact a day while in trouble, chance of leaving a day, and the share of both that a fitting and timely outreach takes away. */
export const HAZARDS: Readonly<Record<Trouble, { contact: number; churn: number; treatable: number }>> = {
  drifting: { contact: 0.004, churn: 0.005, treatable: 0.35 },
  payment_trouble: { contact: 0.03, churn: 0.004, treatable: 0.6 },
  shipping_trouble: { contact: 0.09, churn: 0.001, treatable: 0.5 },
  login_trouble: { contact: 0.12, churn: 0.001, treatable: 0.65 },
  buggy_feature: { contact: 0.03, churn: 0.003, treatable: 0.4 },
}
/** Contacts and departures a day without any trouble. */
export const BACKGROUND = { contact: 0.0018, churn: 0.00008 } as const

/** Payments are taken every 30 days on a day of the account's own. */
export const CYCLE = 30 * DAY
/** Days after the due date on which a failed charge is tried again. */
export const RETRIES = [0, 2, 5, 8] as const

/**
 * Draws what happens to account `index`; depends on the seed, the index, the length and `now` alone.
 * Times are relative to `now`, so the sample tells the same story on whichever day it is made.
 */
export function truth({ seed, days, now }: SampleShape, index: number): Truth {
  const draw = random(seed, index, STREAM.truth)
  const start = now - days * DAY
  const signedUpAt = draw.chance(0.9) ? start - draw.exponential(500) * DAY : draw.between(start, now - 12 * DAY)
  const begin = Math.max(start, signedUpAt + 7 * DAY)
  const episodes = begin < now ? [...troubles(draw, begin, now), ...incidents(draw, now)] : []
  const churnsAt = departure(draw, begin, now, episodes)
  const chance: number[] = []
  for (let at = begin; ; ) {
    at += draw.exponential(1 / BACKGROUND.contact) * DAY
    if (at > now + 60 * DAY) break
    chance.push(Math.floor(at))
  }
  return { signedUpAt: Math.floor(signedUpAt), churnsAt, episodes: episodes.sort((a, b) => a.from - b.from), chance }
}

/** Episodes that begin anywhere in the history, at the stated number for each account in 180 days. */
function troubles(draw: Random, begin: number, now: number): Episode[] {
  const often = (rate: number): number[] => {
    const times: number[] = []
    for (let at = begin; ; ) {
      at += draw.exponential(180 / rate) * DAY
      if (at >= now) return times
      times.push(at)
    }
  }
  const found: Episode[] = []
  const add = (trouble: Trouble, from: number, length: number, depth: number) =>
    found.push(episode(draw, trouble, from, from + length, depth, null))
  for (const at of often(0.07)) add('drifting', at, draw.between(50, 110) * DAY, draw.between(0.05, 0.22))
  // A charge fails on a due date, which `dueDates` puts on multiples of the cycle before this anchor.
  const anchor = paymentAnchor(draw, now)
  for (let due = anchor; due > begin; due -= CYCLE)
    if (draw.chance(0.03)) add('payment_trouble', due, draw.between(9, 16) * DAY, draw.next())
  for (const at of often(0.2)) add('shipping_trouble', at, draw.between(2, 5) * DAY, draw.next())
  for (const at of often(0.12)) add('login_trouble', at, draw.between(10, 40) * HOUR, draw.next())
  for (const at of often(0.09)) add('buggy_feature', at, draw.between(14, 40) * DAY, draw.between(0.4, 1))
  return found
}

/** When the newest charge of an account was due. */
const paymentAnchor = (draw: Random, now: number): number => Math.floor(now - draw.next() * CYCLE)

/** Due dates of an account's charges, newest first. */
export function dueDates(shape: SampleShape, index: number, { episodes, signedUpAt, churnsAt }: Truth): number[] {
  const failed = episodes.find(e => e.trouble === 'payment_trouble')
  const anchor = failed?.from ?? paymentAnchor(random(shape.seed, index, STREAM.objects), shape.now)
  const first = Math.max(signedUpAt, shape.now - shape.days * DAY)
  const last = Math.min(shape.now, churnsAt ?? shape.now)
  const dates: number[] = []
  for (let due = anchor + Math.floor((last - anchor) / CYCLE) * CYCLE; due >= first; due -= CYCLE) dates.push(due)
  return dates
}

/** Three shared causes under way at `now`: what an incident looks like before anybody has called it one. */
function incidents(draw: Random, now: number): Episode[] {
  const found: Episode[] = []
  const hit = (trouble: Trouble, share: number, hoursAgo: [number, number], incident: Episode['incident']) => {
    if (!draw.chance(share)) return
    const from = now - draw.between(...hoursAgo) * HOUR
    found.push(episode(draw, trouble, from, now + 3 * DAY, draw.between(0.5, 1), incident))
  }
  hit('shipping_trouble', 0.012, [32, 52], 'carrier_strike')
  hit('buggy_feature', 0.013, [9 * 24, 11 * 24], 'bad_release')
  hit('login_trouble', 0.012, [9, 15], 'sso_outage')
  return found
}

function episode(
  draw: Random,
  trouble: Trouble,
  from: number,
  until: number,
  depth: number,
  incident: Episode['incident'],
): Episode {
  const contact = from + draw.exponential(1 / HAZARDS[trouble].contact) * DAY
  // Who has not called by three days after it is over will not call because of it.
  const contactsAt = contact <= until + 3 * DAY ? Math.floor(contact) : null
  return { trouble, from: Math.floor(from), until: Math.floor(until), contactsAt, depth, incident }
}

/** The first of all competing hazards of leaving, within 60 days of `now`. */
function departure(draw: Random, begin: number, now: number, episodes: readonly Episode[]): number | null {
  let first = begin + draw.exponential(1 / BACKGROUND.churn) * DAY
  for (const { trouble, from, until } of episodes) {
    const at = from + draw.exponential(1 / HAZARDS[trouble].churn) * DAY
    if (at <= until) first = Math.min(first, at)
  }
  return first <= now + 60 * DAY ? Math.floor(first) : null
}
