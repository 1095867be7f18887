import { z } from 'zod'

/** What needs a second person before it leaves. */
export const approvalRulesSchema = z.strictObject({
  /** More interventions than this in one go. */
  bulkOver: z.int().min(0).default(25),
  /** Monthly value at stake above this, in minor units of the currency; null asks nobody. */
  valueOver: z
    .strictObject({ minor: z.int().min(0), currency: z.string().length(3) })
    .nullable()
    .default(null),
  /** The first message of a playbook's version that nobody has approved yet. */
  firstUse: z.boolean().default(true),
})
export type ApprovalRules = z.infer<typeof approvalRulesSchema>

export const APPROVAL_REASONS = ['bulk', 'value', 'first_use', 'resolution'] as const
export type ApprovalReason = (typeof APPROVAL_REASONS)[number]
export const APPROVAL_ANSWERS = ['approved', 'declined'] as const
export type ApprovalAnswer = (typeof APPROVAL_ANSWERS)[number]

/** Why a message asks for a second person: which rule, and the fact in words. */
export const approvalNeedSchema = z.object({ reason: z.enum(APPROVAL_REASONS), fact: z.string() })
export type ApprovalNeed = z.infer<typeof approvalNeedSchema>

/** A message that waits for a second person, or what they said. Times of the workspace, UTC ms. */
export const approvalViewSchema = z.object({
  outboxId: z.int(),
  interventionId: z.string(),
  batchId: z.string().nullable(),
  issueId: z.int(),
  accountId: z.int(),
  accountName: z.string(),
  playbookId: z.string(),
  to: z.string(),
  subject: z.string(),
  needs: z.array(approvalNeedSchema),
  askedBy: z.string(),
  askedAt: z.int(),
  answer: z.enum(APPROVAL_ANSWERS).nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: z.int().nullable(),
  note: z.string().nullable(),
})
export type ApprovalView = z.infer<typeof approvalViewSchema>
