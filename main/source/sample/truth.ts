import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import {
  BACKGROUND,
  type Episode,
  type EpisodeKind,
  episode,
  HAZARDS,
  type Incident,
  often,
  type SampleShape,
  STREAM,
} from './episode.ts'
import { type Random, random } from './prng.ts'
import { rarerTroubles } from './trouble.ts'

/** The causal truth of one account as of `now`. Times after `now` are what would happen if nobody acted. */
export interface Truth {
  signedUpAt: number
  churnsAt: number | null
  episodes: Episode[]
  /** Contacts that no trouble caused. */
  chance: number[]
}

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
  const common = begin < now ? [...troubles(draw, begin, now), ...incidents(draw, now)] : []
  const byItself = begin + draw.exponential(1 / BACKGROUND.churn) * DAY
  const rarer = begin < now ? rarerTroubles({ seed, days, now }, index, signedUpAt, begin) : []
  const first = Math.min(byItself, departure(draw, common), departure(random(seed, index, STREAM.truth, 4), rarer))
  const churnsAt = first <= now + 60 * DAY ? Math.floor(first) : null
  const chance: number[] = []
  for (let at = begin; ; ) {
    at += draw.exponential(1 / BACKGROUND.contact) * DAY
    if (at > now + 60 * DAY) break
    chance.push(Math.floor(at))
  }
  const episodes = [...common, ...rarer].sort((a, b) => a.from - b.from)
  return { signedUpAt: Math.floor(signedUpAt), churnsAt, episodes, chance }
}

/** Episodes that begin anywhere in the history, at the stated number for each account in 180 days. */
function troubles(draw: Random, begin: number, now: number): Episode[] {
  const found: Episode[] = []
  const add = (trouble: EpisodeKind, from: number, length: number, depth: number) =>
    found.push(episode(draw, trouble, from, from + length, depth, null))
  for (const at of often(draw, 0.07, begin, now))
    add('drifting', at, draw.between(50, 110) * DAY, draw.between(0.05, 0.22))
  // A charge fails on a due date, which `dueDates` puts on multiples of the cycle before this anchor.
  const anchor = paymentAnchor(draw, now)
  for (let due = anchor; due > begin; due -= CYCLE)
    if (draw.chance(0.03)) add('payment_trouble', due, draw.between(9, 16) * DAY, draw.next())
  for (const at of often(draw, 0.2, begin, now)) add('shipping_trouble', at, draw.between(2, 5) * DAY, draw.next())
  for (const at of often(draw, 0.12, begin, now)) add('login_trouble', at, draw.between(10, 40) * HOUR, draw.next())
  for (const at of often(draw, 0.09, begin, now))
    add('buggy_feature', at, draw.between(14, 40) * DAY, draw.between(0.4, 1))
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
  const hit = (trouble: EpisodeKind, share: number, hoursAgo: [number, number], incident: Incident) => {
    if (!draw.chance(share)) return
    const from = now - draw.between(...hoursAgo) * HOUR
    found.push(episode(draw, trouble, from, now + 3 * DAY, draw.between(0.5, 1), incident))
  }
  hit('shipping_trouble', 0.012, [32, 52], 'carrier_strike')
  hit('buggy_feature', 0.013, [9 * 24, 11 * 24], 'bad_release')
  hit('login_trouble', 0.012, [9, 15], 'sso_outage')
  return found
}

/** The first of the competing hazards of leaving; infinity where none strikes. */
function departure(draw: Random, episodes: readonly Episode[]): number {
  let first = Number.POSITIVE_INFINITY
  for (const { trouble, from, until } of episodes) {
    const at = from + draw.exponential(1 / HAZARDS[trouble].churn) * DAY
    if (at <= until) first = Math.min(first, at)
  }
  return first
}
