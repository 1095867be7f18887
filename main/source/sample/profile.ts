import { minorDigits } from '../../../shared/money.ts'
import { madeOnce } from '../../../shared/text/made-once.ts'
import { slugOf } from '../../../shared/text/slug.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { type SampleShape, STREAM } from './episode.ts'
import { LONG_NAMES, PER_EURO, PLACES, type Place } from './places.ts'
import { type Random, random } from './prng.ts'

/** The unchanging facts of one simulated account. */
export interface Profile {
  externalId: string
  name: string
  domain: string
  place: Place
  zone: string
  plan: string
  owner: string
  mrrMinor: number
  industry: string
  seats: number
  /** Days between two usage reports, and uses in one of them. */
  cadence: number
  level: number
  features: [string, ...string[]]
  /** Logins and orders in 180 days. */
  logins: number
  orders: number
}

/** Plan, share of accounts, euros a month for a typical account. */
const PLANS = [
  ['Starter', 0.46, 49],
  ['Growth', 0.32, 190],
  ['Pro', 0.16, 620],
  ['Enterprise', 0.06, 2600],
] as const
const OWNERS = ['Nora Lind', 'Dev Malhotra', 'Hélène Marchand', 'Tomás Rivera', 'Yuki Arai', 'Sam Okoye'] as const
const INDUSTRIES = ['retail', 'hospitality', 'healthcare', 'manufacturing', 'professional services', 'food'] as const
export const FEATURES = [
  'checkout',
  'inventory sync',
  'reports',
  'label printing',
  'returns portal',
  'bulk export',
  'loyalty',
] as const

export const accountId = (index: number): string => `A-${String(index + 1).padStart(6, '0')}`
/** Which account (0-based) has an external id. */
export const accountIndex = (externalId: string): number => Number(externalId.slice(2)) - 1

/** Who account `index` is. */
export function profile(seed: number, index: number): Profile {
  const draw = random(seed, index, STREAM.profile)
  const place = weighted(draw)
  const [plan, , euros] = pickPlan(draw)
  const head = companyHead(draw, place)
  const name = companyName(draw, place, head)
  const size = Math.exp(draw.normal() * 0.45)
  return {
    externalId: accountId(index),
    name,
    domain: `${slugOf(head).slice(0, 24) || 'shop'}-${(index + 1).toString(36)}.example`,
    place,
    zone: draw.pick(place.zones),
    plan,
    owner: draw.pick(OWNERS),
    mrrMinor: price(euros * size, place.currency),
    industry: draw.pick(INDUSTRIES),
    seats: Math.max(1, Math.round((euros / 24) * size)),
    cadence: draw.between(3.4, 6),
    level: 12 + Math.round(60 * size * Math.exp(draw.normal() * 0.7)),
    features: favourites(draw),
    logins: Math.round(6 + draw.next() * 12),
    orders: draw.chance(0.6) ? draw.int(1, 8) : 0,
  }
}

/** The day on which the yearly contract renews: some day of the coming year, the account's own. */
export const renewal = (shape: SampleShape, index: number): number =>
  Math.floor(shape.now + random(shape.seed, index, STREAM.profile, 1).between(1, 365) * DAY)

const TOTAL_WEIGHT = PLACES.reduce((sum, place) => sum + place.weight, 0)

function weighted(draw: Random): Place {
  let left = draw.next() * TOTAL_WEIGHT
  for (const place of PLACES) {
    left -= place.weight
    if (left < 0) return place
  }
  return PLACES[0] as Place
}

function pickPlan(draw: Random): (typeof PLANS)[number] {
  let left = draw.next()
  for (const plan of PLANS) {
    left -= plan[1]
    if (left < 0) return plan
  }
  return PLANS[0]
}

/** An invented word, a family, or two families: enough combinations that few companies share a name. */
function companyHead(draw: Random, place: Place): string {
  const family = () => draw.pick(place.family).split('/')[0] ?? ''
  const [first, second, kind] = [family(), family(), draw.next()]
  if (kind < 0.5) return draw.pick(place.heads)
  return kind < 0.7 || first === second || place.familyFirst ? first : `${first} & ${second}`
}

function companyName(draw: Random, place: Place, head: string): string {
  if (draw.chance(0.004)) return draw.pick(LONG_NAMES)
  const trade = draw.chance(0.93) ? draw.pick(place.trades) : ''
  const form = draw.chance(0.85) ? draw.pick(place.forms) : ''
  const parts = place.locale === 'ja-JP' || place.locale === 'ko-KR' ? [form, head, trade] : [head, trade, form]
  return parts.filter(part => part !== '').join(place.locale === 'ja-JP' || place.locale === 'zh-CN' ? '' : ' ')
}

/** Euros as a price in another currency, rounded as price lists are. */
function price(euros: number, currency: string): number {
  const units = euros * (PER_EURO[currency] ?? 1)
  const step = 10 ** Math.max(0, Math.floor(Math.log10(units)) - 1)
  return Math.max(1, Math.round(units / step)) * step * 10 ** minorDigits(currency)
}

function favourites(draw: Random): [string, ...string[]] {
  const first = draw.int(0, FEATURES.length - 1)
  const count = draw.int(1, 3)
  const at = (n: number) => FEATURES[(first + n * 2) % FEATURES.length] ?? FEATURES[0]
  return [at(0), ...Array.from({ length: count - 1 }, (_, n) => at(n + 1))]
}

const offsets = new Map<string, number>()
const formatOf = madeOnce(
  (timeZone: string) => new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }),
)

/** Milliseconds that a zone is ahead of UTC on the day of `at`. Asked once for each zone and day: `Intl` is slow. */
export function zoneOffset(zone: string, at: number): number {
  const day = Math.floor(at / DAY)
  const key = `${zone} ${day}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const text =
    formatOf(zone)
      .formatToParts(day * DAY + DAY / 2)
      .find(part => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(text)
  const size = match ? Number(match[2]) * HOUR + Number(match[3]) * (HOUR / 60) : 0
  const offset = match?.[1] === '-' ? -size : size
  offsets.set(key, offset)
  return offset
}

/** A moment in office hours of the local day of `at`; Saturdays and Sundays become the next Monday. */
export function officeHours(draw: Random, zone: string, at: number): number {
  const offset = zoneOffset(zone, at)
  let day = Math.floor((at + offset) / DAY)
  // 1 January 1970 was a Thursday.
  const weekday = (day + 4) % 7
  if (weekday === 6) day += 2
  if (weekday === 0) day += 1
  // Two draws average to a gentle peak in the middle of the day.
  const hour = 8 + (draw.next() + draw.next()) * 5
  return Math.floor(day * DAY + hour * HOUR - offset)
}
