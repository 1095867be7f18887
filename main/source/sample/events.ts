import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { EventRecord } from '../../record/record.ts'
import { type Episode, type EpisodeKind, type SampleShape, STREAM, traits } from './episode.ts'
import { type Fact, fact, type Life } from './fact.ts'
import { cycleNumber, failingAt, parcels } from './objects.ts'
import { type Random, random } from './prng.ts'
import { officeHours, type Profile } from './profile.ts'
import { background, symptoms } from './symptoms.ts'
import { dueDates, RETRIES, type Truth } from './truth.ts'

/** Everything that one account's systems noticed, oldest first. Ids count from the oldest, so they are stable. */
export function events(shape: SampleShape, index: number, who: Profile, story: Truth): EventRecord[] {
  const first = Math.max(story.signedUpAt, shape.now - shape.days * DAY)
  const last = Math.min(shape.now, story.churnsAt ?? shape.now)
  const life: Life = { shape, index, who, story, first, last }
  const facts = [
    ...usage(life),
    ...access(life),
    ...billing(life),
    ...shipping(life),
    ...symptoms(life),
    ...background(life),
  ]
  return facts
    .filter(fact => fact.at >= first && fact.at <= last)
    .sort((a, b) => a.at - b.at)
    .map((fact, n) => ({
      record: 'event',
      externalId: `${who.externalId}-E${n + 1}`,
      account: { by: 'id', externalId: who.externalId },
      ...fact,
    }))
}

/** The trouble of a kind that an account is in at a moment. */
const during = (story: Truth, trouble: EpisodeKind, at: number): Episode | undefined =>
  story.episodes.find(e => e.trouble === trouble && e.from <= at && at < e.until)

function* usage({ shape, index, who, story, first, last }: Life): Generator<Fact> {
  const draw = random(shape.seed, index, STREAM.events, 1)
  for (
    let at = first + draw.next() * who.cadence * DAY;
    at <= last;
    at += who.cadence * DAY * draw.between(0.85, 1.15)
  ) {
    const moment = officeHours(draw, who.zone, at)
    // Who has left was the one who used it.
    if (during(story, 'champion_left', moment)) continue
    const drift = during(story, 'drifting', moment)
    const bug = during(story, 'buggy_feature', moment)
    const uses = Math.round(who.level * Math.exp(draw.normal() * 0.22) * (drift?.depth ?? 1))
    const broken = bug !== undefined && draw.chance(0.8)
    const errors = broken ? 1 + Math.round(bug.depth * 4 * draw.next() + bug.depth) : draw.chance(0.04) ? 1 : 0
    const feature = broken ? brokenFeature(who, bug) : draw.pick(who.features)
    yield fact('feature_used', moment, uses, { feature_name: feature, error_count: errors })
    if (errors > 0 && draw.chance(0.5))
      yield fact('error_seen', moment + draw.int(1, 600) * 1_000, null, {
        feature_name: feature,
        code: broken ? 'E_EXPORT_TIMEOUT' : draw.pick(['E_NETWORK', 'E_VALIDATION', 'E_CONFLICT']),
      })
    if (draw.chance(drift || broken ? 0.06 : 0.02))
      yield fact('page_dwelt', moment + 900_000, draw.int(240, 1500), {
        page: draw.pick(['settings', 'exports', 'api']),
      })
  }
}

/** A bad release breaks one feature for everybody; other bugs hit the one that an account uses most. */
const brokenFeature = (who: Profile, bug: Episode): string =>
  bug.incident === 'bad_release' ? 'bulk export' : who.features[0]

function* access({ shape, index, who, story, first, last }: Life): Generator<Fact> {
  const draw = random(shape.seed, index, STREAM.events, 2)
  const every = (180 * DAY) / who.logins
  const from = { country: who.place.country, device: traits(shape.seed, index).device }
  for (let at = first + draw.exponential(every); at <= last; at += draw.exponential(every)) {
    const moment = officeHours(draw, who.zone, at)
    const drift = during(story, 'drifting', moment)
    if (during(story, 'champion_left', moment) || (drift && draw.chance(0.7))) continue
    if (draw.chance(0.08)) yield fact('login_failed', moment - 40_000, null, { reason: 'wrong_password' })
    yield fact('login', moment, null, { method: draw.chance(0.4) ? 'sso' : 'password', ...from })
  }
  for (const trouble of story.episodes) if (trouble.trouble === 'login_trouble') yield* lockedOut(draw, trouble)
}

/** Five to eleven failures within some hours of the beginning. */
function* lockedOut(draw: Random, trouble: Episode): Generator<Fact> {
  const failures = 5 + Math.round(trouble.depth * 6)
  const reason =
    trouble.incident === 'sso_outage' ? 'sso_certificate_expired' : draw.pick(['wrong_password', 'mfa_failed'])
  let at = trouble.from
  for (let i = 0; i < failures; i++) {
    yield fact('login_failed', at, null, { reason })
    at += Math.floor(draw.between(0.1, 1.4) * HOUR)
  }
}

function* billing({ shape, index, who, story }: Life): Generator<Fact> {
  const draw = random(shape.seed, index, STREAM.events, 3)
  for (const due of dueDates(shape, index, story)) {
    const trouble = failingAt(story, due)
    const payment = `${who.externalId}-P${cycleNumber(shape, due)}`
    if (!trouble) {
      yield fact('payment_succeeded', due, who.mrrMinor, { payment, currency: who.place.currency })
      continue
    }
    const reason = draw.pick(['card_declined', 'insufficient_funds', 'card_expired', 'do_not_honor'])
    for (const days of RETRIES)
      yield fact('payment_failed', due + days * DAY, null, { payment, reason, amount: who.mrrMinor })
    // The worst quarter never pays for that month: after the last retry the renewal has failed.
    if (trouble.depth > 0.75) yield fact('renewal_failed', due + 8.2 * DAY, null, { payment, reason })
    else yield fact('payment_succeeded', trouble.until, who.mrrMinor, { payment, currency: who.place.currency })
  }
}

function* shipping({ shape, index, who, story }: Life): Generator<Fact> {
  const draw = random(shape.seed, index, STREAM.events, 4)
  for (const parcel of parcels(shape, index, who, story)) {
    if (!parcel.trouble) continue
    const count = 2 + Math.round(parcel.trouble.depth * 2)
    let at = parcel.trouble.from
    for (let i = 0; i < count; i++) {
      yield fact('shipment_exception', at, null, { carrier: parcel.carrier, place: parcel.hub, order: parcel.id })
      at += Math.floor(draw.between(4, 22) * HOUR)
    }
  }
}
