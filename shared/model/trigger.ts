import { z } from 'zod'
import { triggerSchema } from '../trigger/trigger.ts'

/** Something that a trigger looks at and no source supplies: a kind of event or object, or (with `key`) what relates it. */
export const lackSchema = z.object({
  record: z.enum(['event', 'object']),
  kind: z.string(),
  key: z.string().nullable(),
})
export type Lack = z.infer<typeof lackSchema>

/** A currency without an exchange rate, and how many accounts’ amounts cannot be compared for want of it. */
export const withoutRateSchema = z.object({ currency: z.string(), accounts: z.int() })
export type WithoutRate = z.infer<typeof withoutRateSchema>

export const triggerViewSchema = z.object({
  definition: triggerSchema,
  enabled: z.boolean(),
  version: z.int(),
  firings: z.int(),
  open: z.int(),
  /** What no source supplies, so that conditions about it are unknown and never true. */
  lacks: z.array(lackSchema),
  /** Kinds of events that sources bring under names of their own, of which one may be meant where a kind is lacking. */
  instead: z.array(z.string()),
  /** Accounts for which its conditions on amounts are unknown and never true. */
  withoutRate: z.array(withoutRateSchema),
})
export type TriggerView = z.infer<typeof triggerViewSchema>
