import { z } from 'zod'
import { ms, share, text } from '../model/values.ts'

/** How a risk went: each change that was kept, and its first and last one as a sum of named changes. */
export const riskHistorySchema = z.object({
  /** In order of time. Low and high are null where base rates made the risk. */
  points: z.array(z.object({ at: ms, risk: share, low: share.nullable(), high: share.nullable() })),
  /** What the last risk differs by from the first, in log odds, the largest first. Adds up exactly. */
  changes: z.array(z.object({ column: text, before: text, after: text, logOdds: z.number() })),
})
export type RiskHistory = z.infer<typeof riskHistorySchema>
