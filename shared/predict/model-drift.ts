import { z } from 'zod'
import { id, ms, share, text } from '../model/values.ts'

/** From which stability index on a column has moved somewhat, and from which far (the usual rule, Siddiqi 2006). */
export const DRIFT_LEVELS = { some: 0.1, far: 0.25 } as const

const beforeAndNow = z.object({ before: z.number(), now: z.number() })

/** How far what the model in use looks at has moved since it was trained. */
export const modelDriftSchema = z.object({
  modelId: id,
  trainedAt: ms.nullable(),
  at: ms,
  /** Accounts that were measured now. */
  accounts: z.int(),
  /** Furthest first. `psi`: population stability index. `middle`: medians; null for categories. */
  columns: z.array(
    z.object({
      column: text,
      psi: z.number(),
      missing: z.object({ before: share, now: share }),
      middle: beforeAndNow.nullable(),
    }),
  ),
})
export type ModelDrift = z.infer<typeof modelDriftSchema>
