import { z } from 'zod'
import { ARMS, CATEGORIES } from '../vocabulary.ts'
import { id, ms, optionalMs, optionalText, text } from './values.ts'

export const contactSchema = z.object({
  id,
  name: optionalText,
  email: optionalText,
  timeZone: optionalText,
  locale: optionalText,
  consent: z.boolean().nullable(),
  suppressed: z.boolean(),
})
export type Contact = z.infer<typeof contactSchema>

export const accountSchema = z.object({
  id,
  externalId: text,
  name: text,
  plan: optionalText,
  country: optionalText,
  timeZone: optionalText,
  /** Whom a colleague decided on, otherwise what a source says. */
  owner: optionalText,
  /** Who decided the owner and when, and what the source says; null where the source alone says it. */
  ownerDecided: z.object({ by: text, at: ms, source: optionalText }).nullable(),
  signedUpAt: optionalMs,
  renewsAt: optionalMs,
  churnedAt: optionalMs,
  mrrMinor: z.int().nullable(),
  currency: optionalText,
  arm: z.enum(ARMS),
  properties: z.record(text, z.union([z.string(), z.number(), z.boolean(), z.null()])),
  contacts: z.array(contactSchema),
})
export type Account = z.infer<typeof accountSchema>

export const timelineEntrySchema = z.object({
  key: text,
  at: ms,
  kind: text,
  category: z.enum(CATEGORIES).nullable(),
  title: text,
  detail: optionalText,
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>
