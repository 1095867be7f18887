import { z } from 'zod'
import { moment } from '../model/values.ts'

/** What the simulated shop is made from. */
export const sampleConfigSchema = z.strictObject({
  seed: z.int(),
  /** How many accounts. */
  accounts: z.int().min(1).max(1_000_000).default(2_000),
  /** Length of the history before `now`. */
  days: z.int().min(30).max(730).default(180),
  /** UTC ms; nothing that is emitted happened after it. */
  now: moment,
  /** External ids of tickets that were not opened after all, because somebody wrote in time (`sample-treatment.ts`). */
  spared: z.array(z.string()).default([]),
})
export type SampleConfig = z.infer<typeof sampleConfigSchema>
