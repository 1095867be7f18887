import { z } from 'zod'
import { share } from '../model/values.ts'

/**
 * The rule that stops autopilot, fixed before its first message. It looks at accounts that contact us within their window:
 * treated, and held out (ghosts). Under no effect each of them is held out with the share that it was assigned with.
 */
export const stopRuleSchema = z.strictObject({
  /** What counts as harm: a contact about the trouble or about our message, or also leaving. */
  metric: z.enum(['contact', 'contact_or_churn']),
  /** Mixture likelihood ratio over harms, as how many times as often treated accounts contact us. */
  eProcess: z.strictObject({ ratios: z.array(z.number().gt(1).max(100)).min(1).max(20) }),
  /** The chance that autopilot is ever stopped although it does no harm; evidence must reach 1 / bound. */
  bound: share.min(0.0001).max(0.5),
})
export type StopRule = z.infer<typeof stopRuleSchema>

export const DEFAULT_STOP_RULE: StopRule = {
  metric: 'contact',
  eProcess: { ratios: [1.25, 1.5, 2, 3, 5] },
  bound: 0.05,
}

/** The text whose hash stands for a rule of a trigger: the same rule always gives the same text. */
export const stopRuleText = (triggerId: string, { metric, eProcess, bound }: StopRule): string =>
  JSON.stringify({ triggerId, metric, eProcess: { ratios: eProcess.ratios }, bound })

/** A rule as it stands, with its evidence. Times of the workspace, UTC ms. */
export const stopRuleViewSchema = z.object({
  rule: stopRuleSchema,
  /** SHA-256 of the rule, in hexadecimal; the journal has it in the decision that fixed the rule. */
  hash: z.string(),
  fixedBy: z.string(),
  fixedAt: z.int(),
  /** How many rules it has replaced. */
  replaced: z.int(),
  /** The largest evidence of harm so far, and from where on autopilot stops. */
  evidence: z.number(),
  stopsAt: z.number(),
  /** Accounts since the rule was fixed, and those of them that contacted us. */
  treated: z.object({ n: z.int(), harmed: z.int() }),
  control: z.object({ n: z.int(), harmed: z.int() }),
  /** About how many starts it takes to notice half as many contacts again, from the share that is held out; null: never. */
  noticedAfter: z.int().nullable(),
})
export type StopRuleView = z.infer<typeof stopRuleViewSchema>
