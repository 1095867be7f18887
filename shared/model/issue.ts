import { z } from 'zod'
import { snoozedFromSchema } from '../desk/snooze.ts'
import { incidentNameSchema } from '../incident.ts'
import { CATEGORIES, DISMISSALS } from '../vocabulary.ts'
import { accountSchema } from './account.ts'
import { interventionViewSchema } from './intervention.ts'
import { queueRowSchema } from './queue.ts'
import { signalViewSchema } from './signal.ts'
import { optionalMs, optionalText, share, text } from './values.ts'

/** How a value at stake was found. An amount in a currency without a rate is never counted one to one. */
export const valueBasisSchema = z.object({
  /** `typical`: only amounts without a rate are known, so it counts as the account in the middle; `nothing`: one unit. */
  by: z.enum(['known', 'typical', 'nothing']),
  /** What one unit of a currency was taken to be worth in the currency of the value, and as of which day. */
  rates: z.array(z.object({ currency: text, rate: z.number(), day: text })),
  /** Currencies that amounts were in and that have no rate. */
  missing: z.array(text),
})
export type ValueBasis = z.infer<typeof valueBasisSchema>

/** The numbers whose product is the priority: risk × treatability × value × urgency ÷ minutes. */
export const arithmeticSchema = z.object({
  risk: share,
  /** The width of the risk; null where base rates made it, which have none. */
  riskLow: share.nullable(),
  riskHigh: share.nullable(),
  /** The category that tickets had to be about to count for a trained risk; null: any ticket counted, or base rates made it. */
  riskAbout: z.enum(CATEGORIES).nullable(),
  /** The share of the risk that acting takes away; below 0 where it was measured to add to it. */
  treatability: z.number().max(1),
  /** Its 95 % interval; null where it is what the playbook states. */
  treatabilityLow: z.number().nullable(),
  treatabilityHigh: z.number().nullable(),
  /** Starts that it was measured on, both arms together. */
  treatabilityStarts: z.int(),
  /** Monthly value at stake in minor units. */
  valueMinor: z.int(),
  currency: text,
  basis: valueBasisSchema,
  urgency: z.number(),
  minutes: z.number(),
  priority: z.number(),
})
export type Arithmetic = z.infer<typeof arithmeticSchema>

/** One thing that moved the risk; base and all contributions add up to the risk. */
export const factorSchema = z.object({ label: text, contribution: z.number() })
export type Factor = z.infer<typeof factorSchema>

/** A playbook as a suggestion for one issue. `effect`: share of accounts it is expected to keep from trouble. */
export const suggestionSchema = z.object({
  playbookId: text,
  name: text,
  summary: text,
  suggested: z.boolean(),
  /** Expected points of risk taken away (0–1), from the playbook's stated prior until outcomes can tell. */
  effect: z.number(),
  n: z.int(),
  /** `prior` until there are outcomes of both arms to estimate from. */
  basis: z.enum(['prior', 'measured']),
  /** Titles of the triggers that name it, where none of them holds for this issue: its text may not be true here. */
  writtenFor: z.array(text),
})
export type Suggestion = z.infer<typeof suggestionSchema>

export const issueDetailSchema = z.object({
  row: queueRowSchema,
  closedAt: optionalMs,
  closedBecause: optionalText,
  previousIssueId: z.int().nullable(),
  arithmetic: arithmeticSchema,
  /** What it was when it was snoozed; null where it is not, or where an older version snoozed it. */
  snoozedFrom: snoozedFromSchema.nullable(),
  /** Which model made the risk, such as “base rate of 20 past firings (version 1)”. */
  model: text,
  base: share,
  factors: z.array(factorSchema),
  account: accountSchema,
  signals: z.array(signalViewSchema),
  suggestions: z.array(suggestionSchema),
  interventions: z.array(interventionViewSchema),
  /** What it shares its cause with others in. */
  incidents: z.array(incidentNameSchema),
})
export type IssueDetail = z.infer<typeof issueDetailSchema>

export const dismissalSchema = z.enum(DISMISSALS)
