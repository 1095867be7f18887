import { z } from 'zod'
import { id, ms, share, text } from '../model/values.ts'
import { CATEGORIES } from '../vocabulary.ts'

/** How an item was left alone: a person dismissed it, its condition cleared, or a check kept its message back. */
export const AUDIT_KINDS = ['dismissed', 'cleared', 'suppressed'] as const
export type AuditKind = (typeof AUDIT_KINDS)[number]

/** What a person says about it: acting would have been right (missed), or leaving it alone was. */
export const AUDIT_ANSWERS = ['missed', 'right'] as const
export type AuditAnswer = (typeof AUDIT_ANSWERS)[number]

/** An item that was drawn by chance and waits for an answer. */
export const auditItemSchema = z.object({
  issueId: id,
  kind: z.enum(AUDIT_KINDS),
  accountId: id,
  accountName: text,
  title: text,
  category: z.enum(CATEGORIES),
  /** When it was left alone, and why: a dismissal, `cleared`, or the checks that kept a message back. */
  at: ms,
  because: text,
  /** Tickets of the account since, and whether it left. */
  ticketsSince: z.int(),
  left: z.boolean(),
  /** With which chance it was drawn. */
  chance: share,
})
export type AuditItem = z.infer<typeof auditItemSchema>

/** The share of what was left alone at which acting would have been right, each answer weighted by 1 / its chance. */
const rateSchema = z.object({
  kind: z.enum(AUDIT_KINDS).nullable(),
  answered: z.int(),
  missed: z.int(),
  /** How many items the answers stand for. */
  stands: z.number(),
  value: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
})
export type AuditRate = z.infer<typeof rateSchema>

export const auditSchema = z.object({
  items: z.array(auditItemSchema),
  /** Over all kinds (`kind` null), then by kind. */
  rates: z.array(rateSchema),
  /** At most so many of each kind are drawn in a week, on average. */
  perWeek: z.int(),
})
export type Audit = z.infer<typeof auditSchema>
