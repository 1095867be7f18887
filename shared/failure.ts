import { z } from 'zod'

/** What went wrong, in words for the person in front of the screen: what happened, why, what to do. */
export const failureSchema = z.object({
  kind: z.enum(['not_found', 'invalid', 'conflict', 'refused', 'unavailable', 'io', 'corrupt', 'newer', 'cancelled']),
  what: z.string(),
  why: z.string(),
  todo: z.string(),
})
export type Failure = z.infer<typeof failureSchema>
