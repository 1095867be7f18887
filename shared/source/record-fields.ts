import type { z } from 'zod'

/**
 * The fields that each kind of record may have besides its id, its owner and its properties, for everything that says
 * where they come from. `value`: how it says so.
 */
export const accountFields = <V extends z.ZodType>(value: V) => ({
  name: value,
  plan: value,
  country: value,
  timeZone: value,
  signedUpAt: value,
  renewsAt: value,
  churnedAt: value,
  /** Monthly recurring revenue. */
  mrr: value,
  owner: value,
  /** What the account may be recognised by in other sources: its own domain, its own address, its id there. */
  domain: value,
  email: value,
  externalRef: value,
})

export const contactFields = <V extends z.ZodType>(value: V) => ({
  name: value,
  email: value,
  timeZone: value,
  locale: value,
  /** `true` where the contact has agreed to be written to; absent means agreed to service messages. */
  consent: value,
})

export const objectFields = <V extends z.ZodType>(value: V) => ({
  state: value,
  /** When the present state began. */
  stateSince: value,
  openedAt: value,
  closedAt: value,
  dueAt: value,
  amount: value,
  /** What it adds to the monthly revenue of its account, which is then the sum over its objects. */
  mrr: value,
  lane: value,
  /** For a ticket: who began it (`customer`, `agent`, `automatic`, or a word that says one of these). */
  author: value,
})
