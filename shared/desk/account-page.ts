import { z } from 'zod'
import { id, ms, optionalMs, optionalText, share, text } from '../model/values.ts'
import { CATEGORIES, ISSUE_STATES, OUTCOMES } from '../vocabulary.ts'

/** A record of a source that belongs to an account, such as an order; money in minor units. */
export const recordSchema = z.object({
  id,
  kind: text,
  externalId: text,
  state: optionalText,
  openedAt: optionalMs,
  closedAt: optionalMs,
  dueAt: optionalMs,
  amountMinor: z.int().nullable(),
  currency: optionalText,
  source: optionalText,
})
export type RecordLine = z.infer<typeof recordSchema>

/** An issue of an account with what was done last about it, and what followed. */
export const accountIssueSchema = z.object({
  id,
  title: text,
  category: z.enum(CATEGORIES),
  state: z.enum(ISSUE_STATES),
  risk: share,
  openedAt: ms,
  closedAt: optionalMs,
  closedBecause: optionalText,
  playbook: optionalText,
  startedAt: optionalMs,
  outcome: z.enum(OUTCOMES).nullable(),
})
export type AccountIssue = z.infer<typeof accountIssueSchema>

/** What the page of an account shows beside the account itself. */
export const accountPageSchema = z.object({
  /** Which sources know it, and as what. */
  sources: z.array(z.object({ name: text, externalId: text })),
  issues: z.array(accountIssueSchema),
  /** What is open first, then the newest. */
  records: z.array(recordSchema),
  /** Records by kind: how many are open, and how many there are. */
  kinds: z.array(z.object({ kind: text, open: z.int(), all: z.int() })),
})
export type AccountPage = z.infer<typeof accountPageSchema>
