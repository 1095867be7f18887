import { z } from 'zod'
import { moment } from '../model/values.ts'
import { ARMS, OUTCOMES } from '../vocabulary.ts'

const n = z.int().min(0)

/** What followed starts: how many have a confirmed outcome, and of these how many met the aim, stayed quiet, or failed. */
export const followedSchema = z.object({
  confirmed: n,
  aimMet: n,
  quiet: n,
  /** They contacted us, churned, were reached too late or not at all, or would not have had the trouble. */
  otherwise: n,
  /** Their outcome is not known yet. */
  open: n,
})
/** What followed starts of a playbook, or accounts that were held out. */
export type Followed = z.infer<typeof followedSchema>

const similarPlaybookSchema = z.object({
  playbookId: z.string(),
  name: z.string(),
  arm: z.enum(ARMS),
  all: followedSchema,
  /** The same of accounts on this account's plan; null where its plan is not known. */
  samePlan: followedSchema.nullable(),
})

/** Past starts for the trigger of an issue, and what followed them. */
export const similarSchema = z.object({
  /** Null where the issue has no signal. */
  triggerTitle: z.string().nullable(),
  plan: z.string().nullable(),
  /** Starts that were counted: the newest ones, up to a limit. */
  starts: n,
  isLimited: z.boolean(),
  playbooks: z.array(similarPlaybookSchema),
  /** The newest with a confirmed outcome; those on the same plan first. */
  recent: z.array(
    z.object({
      issueId: z.int(),
      accountName: z.string(),
      title: z.string(),
      playbookName: z.string(),
      arm: z.enum(ARMS),
      outcome: z.enum(OUTCOMES),
      at: moment,
    }),
  ),
})
export type Similar = z.infer<typeof similarSchema>
/** What followed the starts of one playbook in one arm. */
export type SimilarPlaybook = Similar['playbooks'][number]
