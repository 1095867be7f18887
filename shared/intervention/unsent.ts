import { z } from 'zod'
import { verdictSchema } from '../model/intervention.ts'
import { periodSchema } from '../period.ts'
import { CHECKS } from '../vocabulary.ts'

/** When it was decided: as the message was made, when a run came to it after a wait, or right before it would have left. */
export const UNSENT_STAGES = ['compose', 'wait', 'send'] as const
export type UnsentStage = (typeof UNSENT_STAGES)[number]

/** Everything that was answered about a message at one moment, the workspace's time, UTC ms. */
export const preflightSchema = z.object({ at: z.int(), stage: z.enum(UNSENT_STAGES), answers: z.array(verdictSchema) })
export type Preflight = z.infer<typeof preflightSchema>

/** How a message that was planned ended without leaving. */
export const UNSENT_ENDINGS = ['refused', 'held_out', 'declined', 'recalled', 'stopped'] as const
export type UnsentEnding = (typeof UNSENT_ENDINGS)[number]

/** What stood in the way; `check` is null where it was no check: a missing field, or a person. */
export const unsentReasonSchema = z.object({
  check: z.enum(CHECKS).nullable(),
  fact: z.string(),
  until: z.int().nullable(),
})
export type UnsentReason = z.infer<typeof unsentReasonSchema>

/** A message that was planned and did not leave, and why. Times of the workspace, UTC ms. */
export const unsentSchema = z.object({
  id: z.int(),
  at: z.int(),
  stage: z.enum(UNSENT_STAGES),
  ended: z.enum(UNSENT_ENDINGS),
  interventionId: z.string().nullable(),
  issueId: z.int(),
  accountId: z.int(),
  accountName: z.string(),
  playbookId: z.string(),
  channel: z.string(),
  recipient: z.string().nullable(),
  /** Who planned it. */
  actor: z.string(),
  because: z.array(unsentReasonSchema),
})
export type Unsent = z.infer<typeof unsentSchema>

export const unsentFilterSchema = periodSchema.extend({
  accountId: z.int().optional(),
  check: z.enum(CHECKS).optional(),
  ended: z.enum(UNSENT_ENDINGS).optional(),
})
export type UnsentFilter = z.infer<typeof unsentFilterSchema>

/** How many did not leave in a period (null: no bound), by ending, and by each check that stood in the way. */
export const unsentCountsSchema = z.object({
  from: z.int().nullable(),
  to: z.int().nullable(),
  total: z.int(),
  endings: z.record(z.enum(UNSENT_ENDINGS), z.int()),
  checks: z.array(z.object({ check: z.enum(CHECKS), n: z.int() })),
})
export type UnsentCounts = z.infer<typeof unsentCountsSchema>
