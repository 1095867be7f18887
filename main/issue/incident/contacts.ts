import { DAY } from '../../../shared/trigger/duration.ts'

/** A contact within so long after an account's trouble began is counted as one that the incident caused. */
export const CONTACTS_WITHIN = 14 * DAY

/** An account of an incident: its risk when its trouble began, since when it has it, and its first contact since then. UTC ms. */
export interface ConcernedAccount {
  risk: number
  beganAt: number
  contactedAt: number | null
}

/** How many contacts there are between `low` and `high` with a chance of 90 %. */
export interface ContactForecast {
  expected: number
  low: number
  high: number
}

/** What a past incident made of its risks: contacts, over those that the risks said. */
export interface PastIncident {
  expected: number
  contacts: number
}

/** Until so many incidents are over, what one may make of its risks is a guess too. */
export const ENOUGH_PAST = 5
/** The guess: half as many, as many, or twice as many as the risks say. */
const GUESSED = [0.5, 1, 2]
/** An incident of few accounts says little about others: this many expected contacts count beside its own. */
const PRIOR_CONTACTS = 2
const LEVEL = 0.9

/**
 * How many of some accounts contact us, whose risks are `risks`: Poisson-binomial, counted out one by one (Barlow & Heidtmann
 * 1984). One cause makes them depend on one another, so the counts are mixed over what past incidents made of their risks:
 * each risk's odds are multiplied by what they were multiplied by there. That is a bootstrap of incidents without its noise.
 */
export function forecastContacts(risks: readonly number[], past: readonly PastIncident[]): ContactForecast {
  const known = past.map(({ expected, contacts }) => (contacts + PRIOR_CONTACTS) / (expected + PRIOR_CONTACTS))
  const factors = known.length >= ENOUGH_PAST ? known : [...known, ...GUESSED]
  const mixed = new Float64Array(risks.length + 1)
  for (const factor of factors) {
    const counts = countsOf(risks.map(risk => (risk * factor) / (1 - risk + risk * factor)))
    for (let n = 0; n < mixed.length; n++) mixed[n] = (mixed[n] as number) + (counts[n] as number) / factors.length
  }
  return {
    expected: mixed.reduce((sum, chance, n) => sum + chance * n, 0),
    low: quantileOf(mixed, (1 - LEVEL) / 2),
    high: quantileOf(mixed, (1 + LEVEL) / 2),
  }
}

/** The chance of each number of successes among independent ones. */
export function countsOf(chances: readonly number[]): Float64Array {
  const counts = new Float64Array(chances.length + 1)
  counts[0] = 1
  for (const [k, chance] of chances.entries())
    for (let n = k + 1; n >= 0; n--)
      counts[n] = (counts[n] as number) * (1 - chance) + (n > 0 ? (counts[n - 1] as number) * chance : 0)
  return counts
}

function quantileOf(counts: Float64Array, share: number): number {
  let sum = 0
  for (let n = 0; n < counts.length; n++) {
    sum += counts[n] as number
    if (sum >= share - 1e-12) return n
  }
  return counts.length - 1
}

const contactedWithin = ({ beganAt, contactedAt }: ConcernedAccount, now: number): boolean =>
  contactedAt !== null && contactedAt <= Math.min(now, beganAt + CONTACTS_WITHIN)

/** Contacts by now. */
export const contactsSoFar = (accounts: readonly ConcernedAccount[], now: number): number =>
  accounts.filter(one => contactedWithin(one, now)).length

/** Whether no contact of it can come any more. */
export const contactsAreOver = (accounts: readonly ConcernedAccount[], now: number): boolean =>
  accounts.every(({ beganAt }) => beganAt + CONTACTS_WITHIN <= now)

/** What the risks said at the beginning, before anybody had contacted us. */
export const expectedAtFirst = (accounts: readonly ConcernedAccount[], past: readonly PastIncident[]) =>
  forecastContacts(
    accounts.map(({ risk }) => risk),
    past,
  )

/**
 * All contacts in the end, by what has come by now: those so far, and what is left of the risk of the others, which goes
 * down as their time passes, as if it were even over time.
 */
export function expectedNow(
  accounts: readonly ConcernedAccount[],
  past: readonly PastIncident[],
  now: number,
): ContactForecast {
  const soFar = contactsSoFar(accounts, now)
  const left = accounts
    .filter(one => !contactedWithin(one, now))
    .map(({ risk, beganAt }) => 1 - (1 - risk) ** Math.max(0, 1 - Math.max(0, now - beganAt) / CONTACTS_WITHIN))
  const { expected, low, high } = forecastContacts(left, past)
  return { expected: soFar + expected, low: soFar + low, high: soFar + high }
}
