import { z } from 'zod'
import { optionalMs } from '../model/values.ts'

/** Whether models are trained again automatically, and what the next training waits for. */
export const retrainingSchema = z.object({
  isOn: z.boolean(),
  /** Tickets and departures that must have come since the last training; null before the first one. */
  wanted: z.int().nullable(),
  /** No training begins before: a horizon after the last one, so that there are outcomes that no training has seen. */
  notBefore: optionalMs,
})
export type Retraining = z.infer<typeof retrainingSchema>
