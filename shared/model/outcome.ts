import { z } from 'zod'
import { ARMS, CATEGORIES, OUTBOX_STATES, OUTCOMES } from '../vocabulary.ts'
import { id, ms, optionalMs, optionalText, text } from './values.ts'

export const outcomeViewSchema = z.object({
  interventionId: text,
  issueId: id,
  accountId: id,
  accountName: text,
  category: z.enum(CATEGORIES),
  triggerId: text,
  playbookId: text,
  arm: z.enum(ARMS),
  /** The moment from which the arms could differ. */
  exposedAt: ms,
  sentAt: optionalMs,
  windowEndsAt: ms,
  contactedAt: optionalMs,
  metricMetAt: optionalMs,
  churnedAt: optionalMs,
  /** What the facts say; null while the window is open and nothing has happened. */
  proposal: z.enum(OUTCOMES).nullable(),
  judged: z.enum(OUTCOMES).nullable(),
  judgedBy: optionalText,
  judgedAt: optionalMs,
})
export type OutcomeView = z.infer<typeof outcomeViewSchema>

/** An outcome as the person who judges it sees it. */
export const outcomeDetailSchema = outcomeViewSchema.extend({
  /** The first contact about our message, not about the trouble, and how that is known. */
  inducedAt: optionalMs,
  inducedBy: z.enum(['code', 'reply', 'subject']).nullable(),
  /** When a late fact changed the proposal, and what was proposed or judged before. */
  reopenedAt: optionalMs,
  reopenedFrom: z.enum(OUTCOMES).nullable(),
})
export type OutcomeDetail = z.infer<typeof outcomeDetailSchema>

export const outcomeSchema = z.enum(OUTCOMES)

/** A ticket that looks like an automatic answer: it counts as a contact only once a person has said so. */
export const doubtfulTicketSchema = z.object({ id, openedAt: ms, subject: optionalText })
export type DoubtfulTicket = z.infer<typeof doubtfulTicketSchema>

/** The messages that a reference code names. `code`: as it is written; null where its check digits do not match. */
export const referencedMessagesSchema = z.object({
  code: optionalText,
  messages: z.array(
    z.object({
      outboxId: id,
      interventionId: text,
      issueId: id,
      accountId: id,
      accountName: text,
      subject: text,
      state: z.enum(OUTBOX_STATES),
      sentAt: optionalMs,
    }),
  ),
})
export type ReferencedMessages = z.infer<typeof referencedMessagesSchema>
