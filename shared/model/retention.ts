import { z } from 'zod'

/** What may be kept for a time only, each by its own age: events, closed records, messages that ended, rows in quarantine. */
export const RETAINED = ['events', 'records', 'messages', 'quarantine'] as const
export type Retained = (typeof RETAINED)[number]

const months = z.int().min(1).max(240).nullable()

/** For how many months each kind is kept; null: for ever. Setting `retention`. */
export const retentionSchema = z.strictObject({
  events: months.default(null),
  records: months.default(null),
  messages: months.default(null),
  quarantine: months.default(null),
})
export type Retention = z.infer<typeof retentionSchema>

/** What a rule would take away at this moment. */
export const retentionPlanSchema = z.array(z.object({ kind: z.enum(RETAINED), rows: z.int() }))
export type RetentionPlan = z.infer<typeof retentionPlanSchema>

/** The moment before which a kind is not kept, UTC ms. */
export function keptSince(months: number, now: number): number {
  const date = new Date(now)
  return date.setUTCMonth(date.getUTCMonth() - months)
}
