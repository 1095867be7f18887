import { z } from 'zod'
import { GROUPINGS, pickSchema, sortSchema } from '../desk/pick.ts'
import { returnSchema } from '../desk/snooze.ts'
import { LONGEST_SEARCH } from '../text/longest.ts'
import { BANDS, CATEGORIES, ISSUE_STATES, OUTCOMES, QUEUE_VIEWS } from '../vocabulary.ts'
import { id, ms, optionalMs, optionalText, share, text } from './values.ts'

/** One predicted issue as the queue shows it. Money in minor units. */
export const queueRowSchema = z.object({
  id,
  accountId: id,
  accountName: text,
  plan: optionalText,
  category: z.enum(CATEGORIES),
  title: text,
  /** What weighs most, in figures: `10 failed sign-ins in 24 hours`. */
  detail: optionalText,
  state: z.enum(ISSUE_STATES),
  band: z.enum(BANDS),
  priority: z.number(),
  risk: share,
  /** What the priority is the product of, beside the risk: value in minor units of its currency, minutes of work. */
  terms: z.object({
    treatability: z.number(),
    valueMinor: z.int(),
    currency: text,
    urgency: z.number(),
    minutes: z.number(),
  }),
  /** The width of the risk; null where base rates made it, which have none. */
  riskLow: share.nullable(),
  riskHigh: share.nullable(),
  /** A currency of the account that has no exchange rate; null where its value is comparable. */
  noRate: optionalText,
  dueAt: optionalMs,
  openedAt: ms,
  signalCount: z.int(),
  claimedBy: optionalText,
  snoozedUntil: optionalMs,
  /** Why it returned from a snooze, until somebody decides about it again. */
  returned: returnSchema.nullable(),
  /** When the first promise to the account is due that a colleague has confirmed. */
  promisedAt: optionalMs,
  /** The intervention under way or awaiting judgement, and what its outcome looks like so far. */
  interventionId: optionalText,
  proposal: z.enum(OUTCOMES).nullable(),
  /** The incident that it belongs to while that goes on, and how many accounts it has. */
  incident: z.object({ id, accounts: z.int() }).nullable(),
  /** Where customers are one row: the other issues of this one that the list holds, most pressing first. */
  siblings: z.array(z.object({ id, category: z.enum(CATEGORIES), title: text })).default([]),
})
export type QueueRow = z.infer<typeof queueRowSchema>

export const queueFilterSchema = z.object({
  view: z.enum(QUEUE_VIEWS).default('now'),
  category: z.enum(CATEGORIES).optional(),
  band: z.enum(BANDS).optional(),
  search: z.string().max(LONGEST_SEARCH).optional(),
  /** Only the issues of an incident. */
  incident: id.optional(),
  pick: pickSchema.optional(),
  sort: sortSchema.optional(),
  group: z.enum(GROUPINGS).optional(),
})
export type QueueFilter = z.infer<typeof queueFilterSchema>

export const queueCountsSchema = z.object({
  views: z.record(z.enum(QUEUE_VIEWS), z.int()),
  /** For the chosen view. */
  categories: z.record(z.enum(CATEGORIES), z.int()),
  /** For the chosen view, category and filter; where customers are one row, all rows count as `later`. */
  bands: z.record(z.enum(BANDS), z.int()),
  /** What preflight says is known of the first so many issues only; null where the counts are whole. */
  lookedAt: z.int().nullable(),
})
export type QueueCounts = z.infer<typeof queueCountsSchema>
