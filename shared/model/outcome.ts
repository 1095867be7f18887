import { z } from 'zod'
import { ARMS, CATEGORIES, OUTCOMES } from '../vocabulary.ts'
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

export const outcomeSchema = z.enum(OUTCOMES)

/** A ticket that looks like an automatic answer: it counts as a contact only once a person has said so. */
export const doubtfulTicketSchema = z.object({ id, openedAt: ms, subject: optionalText })
export type DoubtfulTicket = z.infer<typeof doubtfulTicketSchema>
