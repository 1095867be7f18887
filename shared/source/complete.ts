import { z } from 'zod'
import { parseDuration } from '../trigger/duration.ts'

/** Share of a stream's records that may go at once before a person is asked. */
const MOST_GONE = 0.2

/**
 * A stream that is complete: what a full reading no longer has is gone at the source. `most`: where more than this share
 * would go, nothing goes until a person confirms it, because half a reading looks the same. `every`: of a stream that is
 * asked only for what is new, how often it is read in full.
 */
export const completeSchema = z.strictObject({
  most: z.number().min(0).max(1).default(MOST_GONE),
  every: z
    .string()
    .refine(text => parseDuration(text) !== null, 'expected a duration such as 6h or 7d')
    .optional(),
})
export type Complete = z.infer<typeof completeSchema>
