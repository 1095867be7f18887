import { z } from 'zod'
import { periodSchema } from '../period.ts'
import { CATEGORIES, OUTCOMES } from '../vocabulary.ts'
import { ms, optionalMs, share, text } from './values.ts'

/** k of n with a 95 % interval (Wilson 1927, score interval without continuity correction); null when n is 0. */
export const proportionSchema = z.object({
  k: z.int(),
  n: z.int(),
  value: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
})
export type Proportion = z.infer<typeof proportionSchema>

export const reviewRowSchema = z.object({
  triggerId: text,
  triggerTitle: text,
  playbookId: text,
  playbookName: text,
  category: z.enum(CATEGORIES),
  sent: z.int(),
  heldOut: z.int(),
  /** Interventions of the treatment arm from which nothing has left: waiting, refused or unsure. */
  notSent: z.int(),
  contacted: proportionSchema,
  contactedControl: proportionSchema,
  metricMet: proportionSchema,
  judged: z.record(z.enum(OUTCOMES), z.int()),
  awaiting: z.int(),
})
export type ReviewRow = z.infer<typeof reviewRowSchema>

export const reviewSchema = z.object({
  /** The period that was asked for; null where it has no bound. */
  from: optionalMs,
  to: optionalMs,
  rows: z.array(reviewRowSchema),
  totals: z.object({
    /** Interventions of the treatment arm from which a message or a fix left. */
    sent: z.int(),
    /** Messages that left, of both arms; one intervention may send several. */
    messages: z.int(),
    heldOut: z.int(),
    contacted: proportionSchema,
    metricMet: proportionSchema,
    judged: z.int(),
    awaiting: z.int(),
    dismissedFalse: proportionSchema,
  }),
  weeks: z.array(z.object({ at: ms, sent: z.int(), contacted: z.int(), metricMet: z.int(), heldOut: z.int() })),
  /** Share of accounts held out as set, and as it came out. */
  holdout: z.object({ planned: share, observed: proportionSchema }),
})
export type Review = z.infer<typeof reviewSchema>

/**
 * Figures that can be opened. From `treated` on they are those of comparisons, over starts whose window has closed; `left`:
 * accounts that left after their first start; `begun`: every treated start, whether a message left or not.
 */
export const REVIEW_FIGURES = [
  ...(['sent', 'held_out', 'not_sent', 'contacted', 'metric_met', 'judged', 'awaiting'] as const),
  ...(['treated', 'control', 'treated_contacts', 'control_contacts', 'open', 'left', 'resolved', 'induced'] as const),
  ...(['held_out_contacted', 'begun'] as const),
] as const

export const reviewCohortSchema = periodSchema.extend({
  figure: z.enum(REVIEW_FIGURES),
  triggerId: text.optional(),
  playbookId: text.optional(),
  category: text.optional(),
  plan: text.optional(),
  country: text.optional(),
  /** For the sizes by seats, from 0. */
  size: z
    .string()
    .regex(/^[0-3]$/)
    .optional(),
  specialist: text.optional(),
})
