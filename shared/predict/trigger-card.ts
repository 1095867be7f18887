import { z } from 'zod'
import { proportionSchema } from '../model/review.ts'
import { id, ms, share, text } from '../model/values.ts'
import { playbookFiguresSchema } from '../review/decision.ts'
import { boundedSchema } from '../review/effect.ts'
import { CATEGORIES } from '../vocabulary.ts'

/**
 * Why a trigger is proposed for pausing. `harms`: acting on it causes contacts. `false_alarms`: people dismiss most of its
 * issues as wrong. `does_nothing`: it does not foretell trouble, or acting on it takes next to nothing away.
 */
export const TRIGGER_FINDINGS = ['harms', 'false_alarms', 'does_nothing'] as const
export type TriggerFinding = (typeof TRIGGER_FINDINGS)[number]

/** What a lead may answer to such a proposal. */
export const TRIGGER_ANSWERS = ['pause', 'keep'] as const

/** The numbers that a decision about a trigger rests on. */
export const triggerFiguresSchema = z.object({
  /** Firings that nobody acted on and whose window has closed, and how many were followed by trouble. */
  firings: z.int(),
  followed: z.int(),
  /** Issues that a person closed, and how many of them as a false positive. */
  closed: z.int(),
  wrong: z.int(),
  compared: playbookFiguresSchema,
})
export type TriggerFigures = z.infer<typeof triggerFiguresSchema>

/** A lead's decision about a trigger. Until `lookAt`, the same proposal is not made again. */
export const triggerDecisionSchema = z.object({
  id: text,
  answer: z.enum(TRIGGER_ANSWERS),
  finding: z.enum(TRIGGER_FINDINGS),
  reason: text,
  decidedBy: text,
  decidedAt: ms,
  lookAt: ms,
})
export type TriggerDecision = z.infer<typeof triggerDecisionSchema>

/** How good a trigger is. */
export const triggerCardSchema = z.object({
  triggerId: text,
  title: text,
  category: z.enum(CATEGORIES),
  enabled: z.boolean(),
  /** The window of the trigger in days, within which trouble counts. */
  windowDays: z.number(),
  /** The newest firings that nobody acted on, and those of them that were followed by trouble. */
  precision: proportionSchema,
  /** The share of all accounts that meet such trouble within the window; null before it was ever counted. */
  base: share.nullable(),
  /** Accounts that we wrote to, and how many of them would not have contacted us; null where precision is not known. */
  needless: z.object({ written: z.int(), estimate: boundedSchema.nullable() }),
  /** Minutes of work for each contact avoided; null unless acting is known to avoid contacts. */
  minutesPerAvoided: boundedSchema.nullable(),
  /** Issues that a person closed, and those of them that were dismissed as a false positive. */
  dismissed: proportionSchema,
  /**
   * Firings in the time by which the model was judged, with the model's own label; and the model, had it warned of as many
   * accounts. Null where there is no model or no such firing.
   */
  besideModel: z.object({ trigger: proportionSchema, model: proportionSchema }).nullable(),
  /** Proposed for pausing, and why. */
  proposal: z.object({ finding: z.enum(TRIGGER_FINDINGS), because: text }).nullable(),
  figures: triggerFiguresSchema,
  decision: triggerDecisionSchema.nullable(),
})
export type TriggerCard = z.infer<typeof triggerCardSchema>

export const triggerCardsSchema = z.object({
  cards: z.array(triggerCardSchema),
  /** The model that triggers are held against; null before one was trained. */
  model: z.object({ id, horizonDays: z.number(), from: ms, to: ms }).nullable(),
  /** Tickets by which accounts contacted us, and those of them whose category is told; any other counts for every trigger. */
  tickets: z.object({ all: z.int(), told: z.int() }),
})
export type TriggerCards = z.infer<typeof triggerCardsSchema>

/** A lead's answer to the proposal to pause a trigger. */
export const triggerAnswerSchema = z.strictObject({
  triggerId: text,
  answer: z.enum(TRIGGER_ANSWERS),
  reason: z.string().trim().min(1).max(500),
  /** Days until the trigger may be proposed again. */
  lookAfterDays: z.int().min(1).max(365).default(30),
})
export type TriggerAnswer = z.infer<typeof triggerAnswerSchema>
