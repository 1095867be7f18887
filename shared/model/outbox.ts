import { z } from 'zod'
import { OUTBOX_STATES } from '../vocabulary.ts'
import { id, ms, optionalMs, optionalText, text } from './values.ts'

export const outboxItemSchema = z.object({
  id,
  key: text,
  interventionId: text,
  issueId: id,
  accountId: id,
  accountName: text,
  channel: text,
  to: text,
  subject: text,
  state: z.enum(OUTBOX_STATES),
  /** Why it is where it is, in words. */
  why: optionalText,
  queuedAt: ms,
  notBefore: ms,
  attempts: z.int(),
  sentAt: optionalMs,
  providerId: optionalText,
})
export type OutboxItem = z.infer<typeof outboxItemSchema>

export const outboxSummarySchema = z.object({
  counts: z.record(z.enum(OUTBOX_STATES), z.int()),
  oldestWaitingAt: optionalMs,
  paused: z.boolean(),
  /** The channel's trouble, in words, since when; null when the last attempt worked. */
  trouble: z.object({ since: ms, why: text }).nullable(),
})
export type OutboxSummary = z.infer<typeof outboxSummarySchema>
