import { z } from 'zod'
import { proportionSchema } from '../model/review.ts'
import { id, ms, optionalMs, text } from '../model/values.ts'
import { periodSchema } from '../period.ts'
import { triggerSchema } from '../trigger/trigger.ts'
import { CATEGORIES } from '../vocabulary.ts'

/** Why a ticket or cancellation came although nobody had an open issue for it. Each gets the first one that fits. */
const MISSED_CAUSES = ['came_anyway', 'held_out', 'silenced', 'no_source', 'too_late', 'below', 'no_trigger'] as const

/** Where each ticket and cancellation ends: an issue was open, or one of the causes. */
export const TROUBLE_ENDINGS = ['had_issue', ...MISSED_CAUSES] as const
export type TroubleEnding = (typeof TROUBLE_ENDINGS)[number]

/** The causes for which the console knew nothing of the trouble; recall is the share of all others. */
export const UNSEEN_CAUSES: readonly TroubleEnding[] = ['no_source', 'too_late', 'below', 'no_trigger']

const endingsSchema = z.record(z.enum(TROUBLE_ENDINGS), z.int())
export type TroubleEndings = z.infer<typeof endingsSchema>

/** What was unusual of accounts that no trigger looked at, in the week before they came, judged by accounts that did not choose it. */
export const unusualSchema = z.object({
  label: text,
  /** Among those who came, and of the others at the same moments, the share for which it held. */
  came: proportionSchema,
  others: proportionSchema,
  /** A trigger that holds when it does, to be back-tested. */
  draft: triggerSchema,
})
export type UnusualFeature = z.infer<typeof unusualSchema>

export const recallFiguresSchema = z.object({
  from: optionalMs,
  to: optionalMs,
  now: ms,
  /** From when the console watched; earlier trouble is judged by a replay. Null: it has not watched yet. */
  watchedFrom: optionalMs,
  all: z.int(),
  tickets: z.int(),
  cancellations: z.int(),
  /** How many came before the console watched. */
  replayed: z.int(),
  endings: endingsSchema,
  recall: proportionSchema,
  /** By what the ticket says that it is about; null: it does not say. */
  categories: z.array(
    z.object({ category: z.enum(CATEGORIES).nullable(), endings: endingsSchema, recall: proportionSchema }),
  ),
  /** Weeks from Monday (UTC), the running one included. */
  weeks: z.array(z.object({ at: ms, recall: proportionSchema })),
})
export type RecallFigures = z.infer<typeof recallFiguresSchema>

export const recallTicketsAskSchema = periodSchema.extend({
  ending: z.enum(TROUBLE_ENDINGS).optional(),
  category: z.enum(CATEGORIES).nullable().optional(),
})

/** A ticket or cancellation with its cause. */
export const missedTroubleSchema = z.object({
  kind: z.enum(['ticket', 'cancellation']),
  at: ms,
  accountId: id,
  accountName: z.string(),
  subject: z.string().nullable(),
  category: z.enum(CATEGORIES).nullable(),
  ending: z.enum(TROUBLE_ENDINGS),
  /** In one sentence. */
  why: text,
  issueId: id.nullable(),
})
export type MissedTrouble = z.infer<typeof missedTroubleSchema>
