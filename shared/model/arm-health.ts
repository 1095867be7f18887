import { z } from 'zod'
import { ms, share } from './values.ts'

const count = z.int().min(0)

/** What can be wrong with arms. */
const ARM_CHECKS = ['ratio', 'contamination', 'playbook_changed', 'share_changed'] as const

/** By which means a control account was reached although it was held out. */
export const REACHED_BY = ['override', 'other_playbook', 'call'] as const
export type ReachedBy = (typeof REACHED_BY)[number]

const ratioSchema = z.object({
  treatment: count,
  control: count,
  /** Control accounts that the shares lead one to expect. */
  expectedControl: z.number(),
  /** Pearson's χ² test, for one look only. */
  p: share,
  /** The test that holds however often one looks. */
  sequentialP: share,
})

const reachedSchema = z.object({
  interventionId: z.string(),
  accountId: z.int(),
  accountName: z.string(),
  by: z.enum(REACHED_BY),
  at: ms,
})

/** Whether the arms of a period can be compared, by playbook and altogether. Accounts, not starts, are counted. */
export const armHealthSchema = z.object({
  ratio: ratioSchema,
  playbooks: z.array(
    ratioSchema.extend({
      playbookId: z.string(),
      /** Versions that were started in the period, oldest first. */
      versions: z.array(z.object({ version: z.int(), since: ms, treatment: count, control: count })),
      /** The probabilities of control that were in force, in the order of their first use. */
      shares: z.array(z.object({ share, since: ms })),
    }),
  ),
  contamination: z.object({
    control: count,
    reached: count,
    by: z.record(z.enum(REACHED_BY), count),
    examples: z.array(reachedSchema),
  }),
  problems: z.array(
    z.object({
      check: z.enum(ARM_CHECKS),
      playbookId: z.string().nullable(),
      what: z.string(),
      why: z.string(),
      todo: z.string(),
    }),
  ),
})
export type ArmHealth = z.infer<typeof armHealthSchema>
export type ArmProblem = ArmHealth['problems'][number]
export type ArmRatio = z.infer<typeof ratioSchema>
export type ReachedControl = z.infer<typeof reachedSchema>
