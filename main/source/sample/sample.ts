import type { z } from 'zod'
import { type SampleConfig, sampleConfigSchema } from '../../../shared/source/sample-config.ts'
import type { AccountRecord, SyncRecord } from '../../record/record.ts'
import type { SampleShape } from './episode.ts'
import { events } from './events.ts'
import { contacts, objects } from './objects.ts'
import { profile, renewal } from './profile.ts'
import { provokedTicket } from './provoked.ts'
import { type Truth, truth as truthOf } from './truth.ts'

const BATCH = 200

/** The hidden truth of account `index` (0-based, external id `A-` and index + 1), for measuring predictions against it. */
export const truth = (seed: number, index: number, now: number, days = 180): Truth =>
  truthOf({ seed, days, now }, index)

/**
 * A simulated shop that sells software and supplies by subscription, with known causal truth:
 *
 *   hidden trouble ──causes──▶ what the systems notice (events, states of objects)
 *        │
 *        └──raises the hazard of──▶ a ticket, leaving
 *
 * Each account runs into five kinds of trouble at random (`sample-truth.ts` has the rates): usage drifts away, a charge
 * and its retries fail, a parcel gets stuck, people cannot log in, a feature they rely on breaks. Rarer ones
 * (`sample-trouble.ts`) strike where they can: a lost parcel, a setting that breaks things, a change that nobody got ready
 * for; each starter trigger has a trouble that it sees. While one lasts, the daily chance of contacting support or leaving
 * is that of `HAZARDS`; without any trouble it is `BACKGROUND`. Symptoms come at once and the ticket later, so there is
 * time to act: a fitting outreach takes the share `treatable` of the hazard that is left; any outreach may cause contacts of
 * its own (`provoked.ts`). Some causes that many accounts
 * share are under way at `now`: a carrier's strike, a bad release, an expired certificate of the single sign-on, an
 * outage of the payment processor and of a host, a crashing deployment, leaked passwords.
 *
 * Everything depends on `seed`, the account's index, `days` and `now` alone, each purpose with a random stream of its
 * own: making more accounts does not change the first ones, and `truth` needs nobody else's history.
 *
 * Batches of about 200 records: all accounts, then objects, contacts and events, so that owners come first.
 */
export function* sampleRecords(options: z.input<typeof sampleConfigSchema>): Generator<SyncRecord[]> {
  let batch: SyncRecord[] = []
  for (const record of everything(sampleConfigSchema.parse(options))) {
    batch.push(record)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function* everything({ seed, accounts, days, now, spared, provoked }: SampleConfig) {
  const shape = { seed, days, now }
  const absent = new Set(spared)
  for (let i = 0; i < accounts; i++) yield account(shape, i)
  // Made again rather than kept: it is cheap, and a hundred thousand stories would not be small.
  for (let i = 0; i < accounts; i++)
    for (const object of objects(shape, i, profile(seed, i), truthOf(shape, i)))
      if (!absent.has(object.externalId)) yield object
  for (const ticket of provoked) yield provokedTicket(shape, ticket)
  for (let i = 0; i < accounts; i++) yield* contacts(seed, i, profile(seed, i))
  for (let i = 0; i < accounts; i++) yield* events(shape, i, profile(seed, i), truthOf(shape, i))
}

function account(shape: SampleShape, index: number): AccountRecord {
  const who = profile(shape.seed, index)
  const story = truthOf(shape, index)
  return {
    record: 'account',
    externalId: who.externalId,
    name: who.name,
    plan: who.plan,
    country: who.place.country,
    timeZone: who.zone,
    owner: who.owner,
    signedUpAt: story.signedUpAt,
    renewsAt: renewal(shape, index),
    churnedAt: story.churnsAt !== null && story.churnsAt <= shape.now ? story.churnsAt : null,
    mrrMinor: who.mrrMinor,
    currency: who.place.currency,
    properties: { industry: who.industry, seats: who.seats },
  }
}
