import { z } from 'zod'
import { languageChoiceSchema } from '../intervention/language-schemas.ts'
import { ARMS, CHECKS, OUTBOX_STATES } from '../vocabulary.ts'
import { contactSchema } from './account.ts'
import { outcomeDetailSchema } from './outcome.ts'
import { id, ms, optionalMs, optionalText, text } from './values.ts'

export const interventionViewSchema = z.object({
  id: text,
  issueId: id,
  playbookId: text,
  playbookName: text,
  arm: z.enum(ARMS),
  startedAt: ms,
  startedBy: text,
  outboxId: z.int().nullable(),
  outboxState: z.enum(OUTBOX_STATES).nullable(),
  subject: optionalText,
  to: optionalText,
  notBefore: optionalMs,
  outcome: outcomeDetailSchema.nullable(),
})
export type InterventionView = z.infer<typeof interventionViewSchema>

/** One answer of preflight: the fact it was decided on, and when it may change. */
export const verdictSchema = z.object({
  check: z.enum(CHECKS),
  status: z.enum(['pass', 'wait', 'refuse']),
  fact: text,
  until: optionalMs,
  overridden: optionalText,
})
export type Verdict = z.infer<typeof verdictSchema>

export const overrideSchema = z.object({ check: z.enum(CHECKS), reason: text.trim().min(3) })

export const messageSchema = z.object({ subject: text, text: text, html: text })
export type Message = z.infer<typeof messageSchema>

/** The message exactly as it would leave, and whether it would. */
export const outreachPreviewSchema = z.object({
  playbookId: text,
  contact: contactSchema.nullable(),
  from: text,
  to: optionalText,
  message: messageSchema.nullable(),
  /** Why no message can be made: a field that is missing and has no fallback. */
  problem: optionalText,
  /** The language of the template, and why; null where the playbook sends nothing. */
  language: languageChoiceSchema.nullable(),
  arm: z.enum(ARMS),
  verdicts: z.array(verdictSchema),
  leaves: z.enum(['now', 'later', 'held', 'held_out', 'refused']),
  leavesAt: optionalMs,
  /**
   * A fix comes first: which ending of it this message follows, and what the other one sends (null: nothing). Null where
   * the playbook begins with something else.
   */
  fixFirst: z
    .object({
      action: text,
      sends: z.enum(['worked', 'failed', 'either']),
      other: z.object({ subject: text, text }).nullable(),
    })
    .nullable(),
})
export type OutreachPreview = z.infer<typeof outreachPreviewSchema>
