import { z } from 'zod'
import { id, text } from '../model/values.ts'

/** The longest time that work is picked for: a day and a half, in minutes. */
export const LONGEST_STRETCH = 36 * 60

export const hoursAskSchema = z.object({ minutes: z.int().min(1).max(LONGEST_STRETCH) })

/** The work that avoids most within a time. Effect: expected monthly value kept, in minor units. */
export const hoursAnswerSchema = z.object({
  minutes: z.int(),
  /** In the order in which they are best worked through: most effect for each minute first. */
  issueIds: z.array(id),
  used: z.int(),
  effectMinor: z.number(),
  currency: text.nullable(),
  /** What one more hour would add: effect and issues. */
  more: z.object({ effectMinor: z.number(), issues: z.int() }),
  /** Issues that were considered, and that nothing could be started for now. */
  considered: z.int(),
  blocked: z.int(),
})
export type HoursAnswer = z.infer<typeof hoursAnswerSchema>
