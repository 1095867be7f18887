import { z } from 'zod'
import { id, ms, optionalMs, optionalText, text } from '../model/values.ts'
import { CATEGORIES } from '../vocabulary.ts'

/** What a ticket may be about: a category, or something that is none of them. */
export const TICKET_CATEGORIES = [...CATEGORIES, 'other'] as const
export const ticketCategorySchema = z.enum(TICKET_CATEGORIES)
export type TicketCategory = z.infer<typeof ticketCategorySchema>

/** How the topic of a ticket is found. A tag that `categories` does not name has no category: it may be about anything. */
export const topicRulesSchema = z.strictObject({
  /** The property of tickets that holds the helpdesk's tag, type or topic. */
  property: z.string().trim().min(1).max(80),
  categories: z.record(z.string().min(1).max(120), ticketCategorySchema),
  /** How sure the text must be before it counts, from 0 to 1. */
  level: z.number().min(0.5).max(0.99).default(0.8),
})
export type TopicRules = z.infer<typeof topicRulesSchema>

const share = z.number().min(0).max(1)

/** How good a model of topics is, by tickets that it had not seen. */
export const topicCardSchema = z.object({
  /** The property of tickets that held the tags. */
  property: text,
  tickets: z.int(),
  people: z.int(),
  topics: z.array(z.object({ topic: text, tickets: z.int() })),
  /** Tags with too few tickets to learn from. */
  rare: z.int(),
  judged: z.int(),
  /** The share whose category was told rightly, with its Wilson interval of 95 %, and that of the most frequent category. */
  accuracy: z.object({ share, low: share, high: share }),
  base: share,
  calibrationError: share,
  level: share,
  /** The share about which it is sure enough, and how many of those are right. */
  sure: share,
  sureAccuracy: z.object({ share, low: share, high: share }),
  /** Better than always saying the most frequent category, beyond chance. */
  usable: z.boolean(),
})
export type TopicCard = z.infer<typeof topicCardSchema>

/** The rules, what was learned, and how many tickets are told by what. */
export const topicsViewSchema = z.object({
  rules: topicRulesSchema.nullable(),
  /** Without its card where that cannot be read, and then with the reason. */
  model: z
    .object({ trainedAt: ms, card: topicCardSchema.nullable(), unreadable: optionalText, inUse: z.boolean() })
    .nullable(),
  counts: z.object({ tag: z.int(), text: z.int(), unsure: z.int(), waiting: z.int() }),
})
export type TopicsView = z.infer<typeof topicsViewSchema>

/** A property that could hold tags, and its most frequent values with a category that their words suggest. */
export const topicProposalSchema = z.object({
  property: text,
  tickets: z.int(),
  values: z.array(z.object({ value: text, tickets: z.int(), category: ticketCategorySchema.nullable() })),
})
export type TopicProposal = z.infer<typeof topicProposalSchema>

export const toldTicketSchema = z.object({
  id,
  accountId: id,
  accountName: text,
  openedAt: optionalMs,
  subject: optionalText,
  /** Null where the text leaves it open. */
  topic: optionalText,
  category: ticketCategorySchema.nullable(),
  /** The chance that the category is right; null where the helpdesk said it. */
  sureness: z.number().nullable(),
  toldBy: z.enum(['tag', 'text']),
})
export type ToldTicket = z.infer<typeof toldTicketSchema>
