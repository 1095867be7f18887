import { z } from 'zod'
import { proportionSchema } from '../model/review.ts'
import { stopRuleSchema, stopRuleViewSchema } from './stop-rule.ts'

/** Whether a trigger's playbook starts automatically for its new issues, and at most how often within 24 hours. */
export const autopilotSetSchema = z.object({
  triggerId: z.string(),
  enabled: z.boolean(),
  dailyCap: z.int().min(1).max(10_000).default(20),
  /** The rule that stops it. Turned on with another rule than the one in force, this one replaces it. */
  rule: stopRuleSchema.optional(),
})
export type AutopilotSet = z.infer<typeof autopilotSetSchema>

/** Autopilot of one trigger. Times of the workspace, UTC ms; the report card covers what it is judged by. */
export const autopilotViewSchema = z.object({
  triggerId: z.string(),
  triggerTitle: z.string(),
  playbookId: z.string(),
  /** False where an administrator's policy forbids it for every trigger. */
  allowed: z.boolean(),
  enabled: z.boolean(),
  dailyCap: z.int(),
  /** Started within the last 24 hours. */
  started: z.int(),
  changedBy: z.string().nullable(),
  changedAt: z.int().nullable(),
  /** It has stopped automatically, and why. */
  stoppedAt: z.int().nullable(),
  stoppedBecause: z.string().nullable(),
  /** Null until autopilot is first turned on. */
  stopRule: stopRuleViewSchema.nullable(),
  card: z.object({
    falsePositives: proportionSchema,
    contacted: proportionSchema,
    contactedControl: proportionSchema,
  }),
})
export type AutopilotView = z.infer<typeof autopilotViewSchema>
