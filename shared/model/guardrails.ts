import { z } from 'zod'
import { approvalRulesSchema } from '../intervention/approval.ts'
import { days, share } from './values.ts'

/** Rules of conduct for outreach, one set for the workspace. Hours are local to the recipient, `to` is exclusive. */
export const guardrailsSchema = z.strictObject({
  /** Share of accounts that stay untreated. */
  holdout: share.default(0.05),
  /** By playbook: the share of the other accounts that stay without this playbook alone. */
  playbookControls: z.record(z.string(), share).default({}),
  frequencyCap: z.strictObject({ messages: z.int().min(1), days: days.min(1) }).default({ messages: 3, days: 7 }),
  quietHours: z.strictObject({ from: z.int().min(0).max(23), to: z.int().min(0).max(23) }).default({ from: 20, to: 8 }),
  /** Days without outreach after a person has spoken with the account. */
  recentContactDays: days.min(0).default(3),
  /** Seconds during which a queued message can still be taken back. */
  undoSeconds: z.int().min(0).max(86_400).default(10),
  /** Where a message carries its reference code, by which a contact about it is told from one about the trouble. */
  referenceCode: z.enum(['end', 'subject', 'none']).default('end'),
  approvals: approvalRulesSchema.default(approvalRulesSchema.parse({})),
})
export type Guardrails = z.infer<typeof guardrailsSchema>
