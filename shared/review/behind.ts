import { z } from 'zod'
import { ms, optionalMs, text } from '../model/values.ts'
import { periodSchema } from '../period.ts'

/** What is behind a figure that is no comparison of starts. `triggerId` is empty for issues that no trigger found. */
export const behindAskSchema = z.discriminatedUnion('of', [
  periodSchema.extend({ of: z.literal('dismissed'), triggerId: text, falseOnly: z.boolean().default(false) }),
  /** `least` and `most`: the age in ms; no `most`: any age from `least` on. */
  z.strictObject({
    of: z.enum(['queue', 'outbox']),
    state: text,
    least: z.number().min(0),
    most: z.number().positive().optional(),
  }),
  /** Tickets of the week that begins at `at`, as the chart counts them. */
  periodSchema.extend({ of: z.literal('week'), at: ms, arm: z.enum(['treatment', 'control', 'all']) }),
  /** What one person claimed and has not closed yet, started in a period, or confirmed in one. */
  periodSchema.extend({ of: z.enum(['claimed', 'started', 'confirmed']), actor: text }),
  /** Issues that we opened and acted on, or tickets that customers opened, as far as they are closed. */
  periodSchema.extend({ of: z.literal('resolved'), by: z.enum(['us', 'them']) }),
])
export type BehindAsk = z.infer<typeof behindAskSchema>

/**
 * An issue, a message or a ticket behind a figure, with its account. `what`: why it was closed, its state, or its outcome;
 * `tookMs`: from its opening to its closing, where the figure is about that.
 */
export const behindRowSchema = z.object({
  accountId: z.int(),
  accountName: text,
  issueId: z.int().nullable(),
  at: optionalMs,
  what: text,
  tookMs: optionalMs,
})
export type BehindRow = z.infer<typeof behindRowSchema>
