import { z } from 'zod'

/** Configuration of a source of kind `sample`: `now` (UTC ms) is where the simulated history ends. */
export const sampleConfigSchema = z.strictObject({ seed: z.int(), accounts: z.int(), days: z.int(), now: z.int() })
export type SampleConfig = z.infer<typeof sampleConfigSchema>
