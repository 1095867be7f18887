import { z } from 'zod'
import { ms, optionalMs, optionalText, text } from '../model/values.ts'
import { boundedSchema, RECOMMENDED } from './effect.ts'

/** What a lead may answer to advice. */
export const ADVICE_ANSWERS = ['follow', 'decline'] as const

/** The comparison of a playbook at some moment. `sequence`: treated − control, always valid; null where accounts are too few. */
export const playbookFiguresSchema = z.object({
  treated: z.object({ starts: z.int(), contacts: z.int() }),
  control: z.object({ starts: z.int(), contacts: z.int() }),
  sequence: boundedSchema.nullable(),
})
export type PlaybookFigures = z.infer<typeof playbookFiguresSchema>

/** A lead's decision about advice. `waiting`: its window is open; `due`: it wants a second look; `looked`: it had one. */
export const adviceDecisionSchema = z.object({
  id: text,
  playbookId: text,
  label: text,
  advice: z.enum(RECOMMENDED),
  segment: optionalText,
  answer: z.enum(ADVICE_ANSWERS),
  reason: text,
  decidedBy: text,
  decidedAt: ms,
  lookAt: ms,
  state: z.enum(['waiting', 'due', 'looked']),
  /** What the decision rests on. */
  before: playbookFiguresSchema,
  /** What was started since the decision: at the second look, else until now; null while the window is open. */
  since: playbookFiguresSchema.nullable(),
  lookedBy: optionalText,
  lookedAt: optionalMs,
})
export type AdviceDecision = z.infer<typeof adviceDecisionSchema>

/** A lead's answer to the advice that the review of a period gives for a playbook. */
export const adviceAnswerSchema = z.strictObject({
  playbookId: text,
  advice: z.enum(RECOMMENDED),
  answer: z.enum(ADVICE_ANSWERS),
  reason: z.string().trim().min(1).max(500),
  /** Days until the decision is looked at again. */
  lookAfterDays: z.int().min(1).max(365).default(30),
  from: ms.optional(),
  to: ms.optional(),
})
export type AdviceAnswer = z.infer<typeof adviceAnswerSchema>
