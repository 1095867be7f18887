import { z } from 'zod'
import { CATEGORIES, OUTCOMES } from '../vocabulary.ts'
import { moment, ms, share, text } from './values.ts'

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
  /** Interventions of the treatment arm whose message has not left: waiting, refused or unsure. */
  notSent: z.int(),
  contacted: proportionSchema,
  contactedControl: proportionSchema,
  metricMet: proportionSchema,
  judged: z.record(z.enum(OUTCOMES), z.int()),
  awaiting: z.int(),
})
export type ReviewRow = z.infer<typeof reviewRowSchema>

export const reviewSchema = z.object({
  from: ms,
  to: ms,
  rows: z.array(reviewRowSchema),
  totals: z.object({
    sent: z.int(),
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

export const REVIEW_FIGURES = ['sent', 'held_out', 'not_sent', 'contacted', 'metric_met', 'judged', 'awaiting'] as const

export const reviewQuerySchema = z.object({ from: moment.optional(), to: moment.optional() })

export const reviewCohortSchema = reviewQuerySchema.extend({
  figure: z.enum(REVIEW_FIGURES),
  triggerId: text.optional(),
  playbookId: text.optional(),
})
