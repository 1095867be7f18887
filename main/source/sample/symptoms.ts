import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import type { Properties } from '../../record/record.ts'
import { onboarding, touching } from './calendar.ts'
import { type Episode, type EpisodeKind, STREAM, type Traits, traits } from './episode.ts'
import { type Fact, fact, type Life } from './fact.ts'
import { type Random, random } from './prng.ts'
import { officeHours } from './profile.ts'

/** What the systems notice of an account's rarer troubles. */
export function* symptoms(life: Life): Generator<Fact> {
  const draw = random(life.shape.seed, life.index, STREAM.events, 5)
  for (const trouble of life.story.episodes) yield* symptomsOf(draw, life, trouble)
}

function* symptomsOf(draw: Random, { who, shape, index }: Life, trouble: Episode): Generator<Fact> {
  const { from, until, depth } = trouble
  const currency = who.place.currency
  switch (trouble.trouble) {
    case 'stuck_payment':
      yield fact('payment_succeeded', until, who.mrrMinor, { currency })
      return
    case 'processor_down': {
      const reason = draw.pick(['processor_error', 'processor_unavailable'])
      // No third attempt, so that it is not the card that seems to be at fault.
      // A stream of its own, so that nothing else is drawn differently.
      const own = random(shape.seed, index, STREAM.events, 7).pick(PROCESSORS)
      const processor = trouble.incident === 'processor_outage' ? PROCESSORS[0] : own
      for (const hours of [0, 3]) yield fact('payment_failed', from + hours * HOUR, null, { reason, processor })
      yield fact('payment_succeeded', until, who.mrrMinor, { currency })
      return
    }
    case 'intruder': {
      const country = draw.pick(FAR)
      yield fact('login', from, null, { method: 'password', country, device: 'unknown device' })
      if (draw.chance(0.6)) yield fact('config_changed', from + 9 * MINUTE, null, { setting: 'recovery address' })
      if (draw.chance(0.5)) yield fact('login_failed', from + 2 * HOUR, null, { reason: 'wrong_password' })
      return
    }
    case 'bad_config':
      yield fact('config_changed', from, null, { setting: draw.pick(SETTINGS) })
      yield* errors(draw, from + 10 * MINUTE, DAY, 4 + Math.round(depth * 8), { code: 'E_CONFIG' })
      yield* errors(draw, from + DAY, until - from - DAY, 4 + Math.round(depth * 6), { code: 'E_CONFIG' })
      return
    case 'crash_loop':
      yield* errors(draw, from, until - from, Math.round((until - from) / (90 * 1_000)), {
        code: 'E_CRASH',
        ...(trouble.incident === 'bad_deploy' ? { release: '4.18.0' } : {}),
      })
      return
    case 'outage':
      for (let at = from; at < until; at += 5 * MINUTE) yield fact('health_checked', at, 0, { check: 'storefront' })
      yield fact('health_checked', until + MINUTE, 1, { check: 'storefront' })
      return
    case 'confused': {
      const page = draw.pick(['settings', 'exports', 'tax rates', 'permissions'])
      for (let n = 0; n < 3 + Math.round(depth * 3); n++)
        yield fact('page_dwelt', from + draw.between(0, 40) * HOUR, draw.int(480, 1_800), { page })
      yield fact('task_completed', until, null, { page })
      return
    }
    case 'outgrown':
      for (let at = from; at < until; at += 3 * DAY)
        yield measured(at, 0.8 + (0.2 + depth * 0.05) * ((at - from) / (until - from)))
      yield measured(until, 0.5)
      return
    default:
      return
  }
}

const PROCESSORS = ['Paylane', 'Clearhouse', 'Meridian Pay'] as const
const FAR = ['BR', 'VN', 'ZA', 'TR', 'US', 'PL'] as const
const SETTINGS = ['tax rates', 'webhook address', 'permissions', 'shipping zones'] as const

/** `count` errors spread over a stretch of time. */
function* errors(draw: Random, from: number, length: number, count: number, about: Properties): Generator<Fact> {
  for (let n = 0; n < count; n++) yield fact('error_seen', from + ((n + draw.next()) / count) * length, null, about)
}

const measured = (at: number, share: number): Fact =>
  fact('limit_measured', at, null, { limit: 'orders a month', used_share: Math.round(share * 100) / 100 })

/** What is noticed all the time of accounts that have such a trait, and of those that are new. */
export function* background(life: Life): Generator<Fact> {
  const draw = random(life.shape.seed, life.index, STREAM.events, 6)
  const own = traits(life.shape.seed, life.index)
  if (own.daily) yield* dailyLogins(draw, life, own)
  if (own.errorProne)
    for (const at of every(draw, life, 2 * DAY))
      yield fact('error_seen', at, null, { code: draw.pick(['E_NETWORK', 'E_TIMEOUT', 'E_SCHEMA']) })
  if (own.monitored)
    for (const at of every(draw, life, 7 * DAY)) yield fact('health_checked', at, 1, { check: 'storefront' })
  if (own.limited)
    for (let at = life.first + draw.next() * 7 * DAY; at < life.last; at += 6.5 * DAY)
      if (!inTrouble(life, 'outgrown', at)) yield measured(at, draw.between(0.35, 0.72))
  for (const at of every(draw, life, 300 * DAY))
    yield fact('config_changed', at, null, { setting: draw.pick(SETTINGS) })
  for (const at of every(draw, life, 120 * DAY))
    if (!inTrouble(life, 'champion_left', at)) yield fact('task_completed', at, null, { page: 'settings' })
  for (const at of every(draw, life, 3_000 * DAY))
    yield fact('login', at, null, { method: 'sso', country: draw.pick(FAR), device: own.device })
  yield* started(draw, life)
}

const inTrouble = ({ story }: Life, trouble: EpisodeKind, at: number): boolean =>
  story.episodes.some(e => e.trouble === trouble && e.from <= at && at < e.until + DAY)

/** Moments of a life that come about as often as stated. */
function* every(draw: Random, { first, last }: Life, mean: number): Generator<number> {
  for (let at = first + draw.exponential(mean); at <= last; at += draw.exponential(mean)) yield at
}

function* dailyLogins(draw: Random, life: Life, { device }: Traits): Generator<Fact> {
  const { who } = life
  for (let at = life.first; at <= life.last; at += draw.between(0.5, 0.9) * DAY) {
    const moment = officeHours(draw, who.zone, at)
    if (inTrouble(life, 'champion_left', moment)) continue
    yield fact('login', moment, null, { method: 'sso', country: who.place.country, device })
  }
}

/** The first weeks of a new account, and what it says to announced changes. */
function* started(draw: Random, { shape, index, story }: Life): Generator<Fact> {
  for (const { id, readyAt } of touching(shape, index, story.signedUpAt).changes)
    if (readyAt !== null) yield fact('change_acknowledged', readyAt, null, { change: id })
  const start = onboarding(shape, index, story.signedUpAt)
  if (!start?.completedAt) return
  yield fact('onboarding_completed', start.completedAt, null, {})
  const begins = start.adopts ? start.completedAt : start.completedAt + 36 * DAY
  for (let n = 0; n < 9; n++)
    yield fact('core_feature_used', begins + (n + draw.next()) * 5 * DAY, draw.int(1, 20), { feature_name: 'checkout' })
}
