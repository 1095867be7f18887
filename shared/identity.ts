import { z } from 'zod'

/** What two accounts may have in common. */
export const IDENTITY_RULES = ['external', 'same_id', 'domain', 'email', 'person'] as const
export type IdentityRule = (typeof IDENTITY_RULES)[number]

const knownAccount = z.object({
  accountId: z.int(),
  name: z.string(),
  sources: z.array(z.object({ name: z.string(), externalId: z.string() })),
  /** Accounts that were merged into it already. */
  merged: z.int(),
})

/** Two accounts that may be one, why, and how sure (0–1; a stated prior, not yet learned). */
export const mergeProposalSchema = z.object({
  a: knownAccount,
  b: knownAccount,
  rule: z.enum(IDENTITY_RULES),
  /** In words, with the value they share. */
  why: z.string(),
  confidence: z.number().min(0).max(1),
  at: z.int(),
})
export type MergeProposal = z.infer<typeof mergeProposalSchema>

/** One merge that stands: which account went into which, by which rule, when and by whom. */
export const mergeSchema = z.object({
  into: knownAccount,
  from: knownAccount,
  rule: z.enum(IDENTITY_RULES),
  at: z.int(),
  by: z.string(),
})
export type Merge = z.infer<typeof mergeSchema>

/** What a person says of two accounts; `open` takes the word back and lets the rules decide. */
export const saysSchema = z.enum(['same', 'different', 'open'])
export type Says = z.infer<typeof saysSchema>

/** The same of pairs of accounts. */
export const identityDecisionSchema = z.object({
  pairs: z
    .array(
      z.object({
        a: z.int().positive(),
        b: z.int().positive(),
        says: saysSchema,
      }),
    )
    .min(1)
    .max(500),
})
