import { z } from 'zod'
import { moment } from '../model/values.ts'

/** A ticket that a message of ours caused: whose, when (UTC ms) and what about. */
const provokedTicketSchema = z.strictObject({ account: z.string(), at: moment, subject: z.string() })
export type ProvokedTicket = z.infer<typeof provokedTicketSchema>

/** What a past that was lived through changes about the simulated shop. */
export const sampleAnswersSchema = z.strictObject({
  /** External ids of tickets that were not opened after all, because somebody wrote in time (`treatment.ts`). */
  spared: z.array(z.string()).default([]),
  provoked: z.array(provokedTicketSchema).default([]),
})
export type SampleAnswers = z.infer<typeof sampleAnswersSchema>

/** What the simulated shop is made from. */
export const sampleConfigSchema = z.strictObject({
  seed: z.int(),
  /** How many accounts. */
  accounts: z.int().min(1).max(1_000_000).default(2_000),
  /** Length of the history before `now`. */
  days: z.int().min(30).max(730).default(180),
  /** UTC ms; nothing that is emitted happened after it. */
  now: moment,
  ...sampleAnswersSchema.shape,
})
export type SampleConfig = z.infer<typeof sampleConfigSchema>
