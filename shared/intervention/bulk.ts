import { z } from 'zod'
import { CATEGORIES, CHECKS } from '../vocabulary.ts'
import { languageSchema } from './language-schemas.ts'

/** How many interventions one decision may start. */
export const MOST_AT_ONCE = 5_000

const issueIds = z.array(z.int().positive()).min(1).max(MOST_AT_ONCE)

/** The topic of a service notice: what must be known at once, such as an outage. */
export const SERVICE_NOTICE = 'service_notice'

const wordsIn = { subject: z.string().trim().min(1).max(300), body: z.string().trim().min(1).max(20_000) }

const bulkWords = {
  /** Templates in place of those of the playbook's first message, filled in for each account in its contact's language. */
  words: z
    .object({ ...wordsIn, translations: z.record(languageSchema, z.strictObject(wordsIn)).optional() })
    .optional(),
  /** Why a service notice may leave during quiet hours, too. Only a lead may say so. */
  inQuietHours: z.string().trim().min(3).max(500).optional(),
}

/** Which open issues: by id, or all of a trigger, a category or an incident that are not being acted upon yet. */
export const bulkAskSchema = z
  .object({
    /** Without one each issue has its own best playbook. */
    playbookId: z.string().optional(),
    issueIds: issueIds.optional(),
    triggerId: z.string().optional(),
    category: z.enum(CATEGORIES).optional(),
    incidentId: z.int().positive().optional(),
    ...bulkWords,
  })
  .refine(({ issueIds, triggerId, category, incidentId }) => issueIds ?? triggerId ?? category ?? incidentId, {
    message: 'expected issueIds, a triggerId, a category or an incidentId',
  })
export type BulkAsk = z.infer<typeof bulkAskSchema>

/** `others`: what is started in the same go with other playbooks. */
export const startManySchema = z.object({
  playbookId: z.string(),
  issueIds,
  others: z
    .array(z.object({ playbookId: z.string(), issueIds }))
    .max(200)
    .optional(),
  ...bulkWords,
})
export type StartMany = z.infer<typeof startManySchema>

const exampleSchema = z.object({ issueId: z.int(), accountId: z.int(), accountName: z.string(), fact: z.string() })

/** What stands in the way of how many, with a few of them. `check` is null where no message can be made. */
export const bulkObstacleSchema = z.object({
  check: z.enum(CHECKS).nullable(),
  status: z.enum(['wait', 'refuse']),
  n: z.int(),
  examples: z.array(exampleSchema),
})
export type BulkObstacle = z.infer<typeof bulkObstacleSchema>

/** What a bulk outreach would come to, before anything leaves. Every issue counts once. */
export const bulkSummarySchema = z.object({
  /** The playbook of all; null where each issue has its own. */
  playbookId: z.string().nullable(),
  issueIds: z.array(z.int()),
  /** What is started with each playbook, the one for most issues first. */
  byPlaybook: z.array(
    z.object({
      playbookId: z.string(),
      name: z.string(),
      issueIds: z.array(z.int()),
      /** How many of them would start: now, later, after an approval, or as held out. */
      starts: z.int(),
    }),
  ),
  /** There are more than one decision may start. */
  more: z.boolean(),
  now: z.int(),
  later: z.int(),
  /** Waits for a second person. */
  held: z.int(),
  heldOut: z.int(),
  refused: z.int(),
  /** Issues that are gone. */
  gone: z.int(),
  /** Workspace time (UTC ms) between which those that wait may leave; null where none does. */
  laterFrom: z.int().nullable(),
  laterTo: z.int().nullable(),
  obstacles: z.array(bulkObstacleSchema),
  /** How many are issues that the playbook was not written for, and the titles of the triggers that name it. */
  unfit: z.int(),
  writtenFor: z.array(z.string()),
})
export type BulkSummary = z.infer<typeof bulkSummarySchema>

export const startedManySchema = z.object({
  batchId: z.string(),
  journalId: z.string(),
  started: z.int(),
  held: z.int(),
  heldOut: z.int(),
  refused: z.int(),
})
export type StartedMany = z.infer<typeof startedManySchema>

/** How far a batch has come. */
export const batchSchema = z.object({
  state: z.enum(['running', 'done', 'cancelled', 'undoing', 'undone']),
  /** Among the issues named, how many were dealt with. */
  next: z.int(),
  total: z.int(),
  started: z.int(),
  held: z.int(),
  heldOut: z.int(),
  refused: z.int(),
})
export type Batch = z.infer<typeof batchSchema>
