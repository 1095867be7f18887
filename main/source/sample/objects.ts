import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import type { ContactRecord, ObjectRecord } from '../../record/record.ts'
import { type Episode, type EpisodeKind, type SampleShape, STREAM } from './episode.ts'
import { phoneOf } from './phone.ts'
import { type Random, random } from './prng.ts'
import { officeHours, type Profile, renewal } from './profile.ts'
import { lived, maker, things } from './things.ts'
import { CYCLE, dueDates, type Truth } from './truth.ts'

export const CARRIERS = ['Northway', 'ParcelOne', 'BlueRoute', 'Kite Express'] as const
export const HUBS = ['Rotterdam', 'Leipzig', 'Memphis', 'Gardermoen', 'Incheon', 'Daventry', 'Lyon', 'Osaka'] as const

const SUBJECTS: Readonly<Record<EpisodeKind | 'chance', readonly [string, ...string[]]>> = {
  drifting: ['Is there a smaller plan?', 'How do we export our data?', 'Do we still need all these seats?'],
  payment_trouble: ['Payment declined again', 'Why is our account past due?', 'Card was charged but shows as failed'],
  shipping_trouble: ['Where is our order?', 'Parcel stuck for days', 'Tracking says exception, what now?'],
  login_trouble: ['Nobody can sign in', 'Single sign-on broken since this morning', 'Locked out, please help'],
  buggy_feature: ['Export fails every time', 'Error 500 when saving', 'Feature broken since the last update'],
  stuck_payment: ['Our payment is still pending', 'Were we charged twice?', 'Payment processing for days'],
  processor_down: ['Payments fail since this morning', 'Your checkout refuses our card', 'Payment error, card is fine'],
  out_of_stock: ['When will the rest of our order come?', 'Order still not shipped', 'Is this item available at all?'],
  parcel_lost: ['Tracking has not moved for a week', 'Is our parcel lost?', 'Where is the delivery?'],
  intruder: ['Somebody signed in from abroad', 'Strange login alert', 'Please block this session'],
  bad_config: ['Errors since we changed a setting', 'Webhooks fail', 'Prices are wrong after an update'],
  crash_loop: ['It keeps crashing', 'Nothing loads', 'Constant errors since an hour ago'],
  outage: ['Our shop is down', 'Storefront unreachable', 'Are you having an outage?'],
  known_bug: ['Is this a bug?', 'Wrong result in the export', 'Items are missing after the sync'],
  unprepared: ['What does this change mean for us?', 'Our integration stopped working', 'Can we get more time?'],
  stalled_onboarding: ['How do we get started?', 'Import does not work', 'Who helps with the set-up?'],
  unadopted: ['What is this feature for?', 'Can we cancel the trial?', 'We cannot find the checkout settings'],
  champion_left: ['Our admin has left, who has access?', 'Please transfer ownership', 'Do we still need this?'],
  confused: ['How do I set the tax rates?', 'Cannot find where to change permissions', 'Help with exports'],
  outgrown: ['What happens at the limit?', 'Can we have more orders?', 'Limit warning, what now?'],
  chance: ['Question about an invoice', 'How do I add a colleague?', 'Change of billing address', 'Feature request'],
}

/** A parcel of the simulated shop; the events of a troubled one name it. */
export interface Parcel {
  id: string
  carrier: string
  hub: string
  orderedAt: number
  trouble: Episode | null
}

/** Orders of an account: regular ones, and one for each stretch of shipping trouble. */
export function parcels(shape: SampleShape, index: number, who: Profile, story: Truth): Parcel[] {
  const draw = random(shape.seed, index, STREAM.objects)
  draw.next()
  const last = Math.min(shape.now, story.churnsAt ?? shape.now)
  const first = Math.max(story.signedUpAt, shape.now - shape.days * DAY)
  const found: Omit<Parcel, 'id'>[] = []
  const count = Math.round((who.orders * shape.days) / 180)
  for (let i = 0; i < count; i++) {
    const at = officeHours(draw, who.zone, first + draw.next() * Math.max(0, last - first))
    const [carrier, hub] = [draw.pick(CARRIERS), draw.pick(HUBS)]
    if (at <= last) found.push({ carrier, hub, orderedAt: at, trouble: null })
  }
  for (const trouble of story.episodes) {
    if (trouble.trouble !== 'shipping_trouble' || trouble.from > last) continue
    const strike = trouble.incident === 'carrier_strike'
    const carrier = strike ? 'Kite Express' : draw.pick(CARRIERS)
    const hub = strike ? 'Leipzig' : draw.pick(HUBS)
    found.push({ carrier, hub, orderedAt: Math.floor(trouble.from - draw.between(1.5, 4) * DAY), trouble })
  }
  found.sort((a, b) => a.orderedAt - b.orderedAt)
  return found.map((parcel, n) => ({ ...parcel, id: `${who.externalId}-O${n + 1}` }))
}

/** Subscription, card, payments, orders, shipments and tickets of one account. */
export function* objects(shape: SampleShape, index: number, who: Profile, story: Truth): Generator<ObjectRecord> {
  const draw = random(shape.seed, index, STREAM.objects, 1)
  const make = maker(who)
  const left = story.churnsAt !== null && story.churnsAt <= shape.now ? story.churnsAt : null
  yield make('subscription', 'S', {
    state: left === null ? 'active' : 'ended',
    openedAt: story.signedUpAt,
    closedAt: left,
    dueAt: renewal(shape, index),
    amountMinor: who.mrrMinor,
    currency: who.place.currency,
    properties: { plan: who.plan, seats: who.seats },
  })
  yield make('card', 'C', {
    state: 'active',
    openedAt: story.signedUpAt,
    dueAt: Math.floor(shape.now + (draw.next() ** 1.5 * 1000 - 5) * DAY),
    properties: { brand: draw.pick(['visa', 'mastercard', 'amex']), last4: String(draw.int(1000, 9999)) },
  })
  yield* payments(shape, index, who, story)
  for (const parcel of parcels(shape, index, who, story)) yield* orderOf(draw, who, parcel, shape.now)
  yield* things(shape, index, who, story)
  yield* tickets(draw, who, story, shape.now)
}

function* payments(shape: SampleShape, index: number, who: Profile, story: Truth): Generator<ObjectRecord> {
  const make = maker(who)
  for (const due of dueDates(shape, index, story)) {
    const trouble = failingAt(story, due)
    const open = trouble !== undefined && trouble.until > shape.now
    yield make('payment', `P${cycleNumber(shape, due)}`, {
      state: open ? 'past_due' : trouble && trouble.depth > 0.75 ? 'failed' : 'paid',
      openedAt: due,
      closedAt: open ? null : (trouble?.until ?? due),
      dueAt: due,
      amountMinor: who.mrrMinor,
      currency: who.place.currency,
    })
  }
}

/** The payment trouble that began with this charge. */
export const failingAt = (story: Truth, due: number): Episode | undefined =>
  story.episodes.find(e => e.trouble === 'payment_trouble' && e.from === due)

/** Numbers charges backwards from `now`, so that ids stay stable for one sample. */
export const cycleNumber = (shape: SampleShape, due: number): number => Math.floor((shape.now - due) / CYCLE)

function* orderOf(draw: Random, who: Profile, parcel: Parcel, now: number): Generator<ObjectRecord> {
  const make = maker(who)
  const number = parcel.id.slice(who.externalId.length + 2)
  const shippedAt = Math.floor(parcel.orderedAt + draw.between(6, 30) * HOUR)
  const usual = shippedAt + draw.between(1.5, 6) * DAY
  const arrives = Math.floor(parcel.trouble ? Math.max(usual, parcel.trouble.until + 8 * HOUR) : usual)
  yield make('order', `O${number}`, {
    ...lived(now, [
      ['open', parcel.orderedAt],
      ['fulfilled', arrives],
    ]),
    dueAt: Math.floor(shippedAt + 6 * DAY),
    amountMinor: Math.round(who.mrrMinor * draw.between(0.3, 2)),
    currency: who.place.currency,
    properties: { items: draw.int(1, 12) },
  })
  if (shippedAt > now) return
  const { trouble } = parcel
  yield make('shipment', `H${number}`, {
    ...lived(now, [
      ['in_transit', shippedAt],
      ...(trouble ? [['exception', Math.max(trouble.from, shippedAt + HOUR)] as [string, number]] : []),
      ['delivered', arrives],
    ]),
    dueAt: Math.floor(shippedAt + 6 * DAY),
    lane: `${parcel.hub}→${who.place.country}`,
    properties: { carrier: parcel.carrier, order: parcel.id, order_id: parcel.id },
  })
}

/** Nobody tags a call. */
function ticketProperties(draw: Random, cause: EpisodeKind | 'chance') {
  const [subject, channel] = [draw.pick(SUBJECTS[cause]), draw.pick(['email', 'chat', 'phone'])]
  const topic = cause === 'chance' ? 'general question' : cause.replaceAll('_', ' ')
  return channel === 'phone' ? { subject, channel } : { subject, channel, topic }
}

function* tickets(draw: Random, who: Profile, story: Truth, now: number): Generator<ObjectRecord> {
  const caused = story.episodes.flatMap(e => (e.contactsAt === null ? [] : [{ at: e.contactsAt, cause: e.trouble }]))
  const all: { at: number; cause: EpisodeKind | 'chance' }[] = [
    ...caused,
    ...story.chance.map(at => ({ at, cause: 'chance' as const })),
  ]
  const last = Math.min(now, story.churnsAt ?? now)
  const make = maker(who)
  let n = 0
  for (const { at, cause } of all.sort((a, b) => a.at - b.at)) {
    if (at > last) return
    const solvedAt = Math.floor(at + draw.exponential(30) * HOUR)
    const solved = solvedAt <= now
    n++
    yield make('ticket', `T${n}`, {
      state: solved ? 'solved' : 'open',
      openedAt: at,
      closedAt: solved ? solvedAt : null,
      properties: ticketProperties(draw, cause),
    })
  }
}

const ROLES = ['owner', 'operations', 'finance', 'it'] as const

/** One to three people of an account. */
export function contacts(seed: number, index: number, who: Profile): ContactRecord[] {
  const draw = random(seed, index, STREAM.contacts)
  const count = 1 + (draw.chance(0.5) ? 1 : 0) + (draw.chance(0.2) ? 1 : 0)
  return Array.from({ length: count }, (_, n) => {
    const [given = '', givenAscii = given.toLowerCase()] = draw.pick(who.place.given).split('/')
    const [family = '', familyAscii = family.toLowerCase()] = draw.pick(who.place.family).split('/')
    const consent = draw.next()
    const phone = phoneOf(seed, index, n, who.place.country)
    return {
      record: 'contact',
      externalId: `${who.externalId}-K${n + 1}`,
      account: { by: 'id', externalId: who.externalId },
      name: who.place.familyFirst ? `${family} ${given}` : `${given} ${family}`,
      email: draw.chance(0.03) ? null : `${givenAscii}.${familyAscii}${n || ''}@${who.domain}`,
      timeZone: who.zone,
      locale: who.place.locale,
      // Most have agreed, some were never asked, a few said no.
      consent: consent < 0.78 ? true : consent < 0.95 ? null : false,
      properties: { role: ROLES[(index + n) % ROLES.length] ?? 'owner', ...(phone === null ? {} : { phone }) },
    }
  })
}
