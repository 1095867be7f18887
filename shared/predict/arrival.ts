import { z } from 'zod'
import { id, ms, optionalMs, optionalText, text } from '../model/values.ts'

/** An object that is under way: what was promised, and when it is expected to end. UTC ms. */
export const arrivalSchema = z.object({
  objectId: id,
  kind: text,
  externalId: text,
  state: optionalText,
  lane: optionalText,
  openedAt: ms,
  /** What was promised. */
  dueAt: optionalMs,
  /** Ends with a chance of 90 % between these; null where too few are known, `high` where few last that long. */
  low: optionalMs,
  high: optionalMs,
  /** The chance, 0 to 1, that the promise is broken; null without a promise or where too few are known. */
  late: z.number().nullable(),
  /** By what it is judged: its own lane, or all lanes of its kind; null where too few are known of either. */
  judgedBy: z.enum(['lane', 'kind']).nullable(),
  /** How many were watched that had lasted as long. */
  known: z.int(),
})
export type Arrival = z.infer<typeof arrivalSchema>

/** A lane (null: all lanes of the kind): how long lives last, and how often intervals of 90 % held. */
export const laneSchema = z.object({
  kind: text,
  lane: optionalText,
  lives: z.int(),
  ended: z.int(),
  /** How long half of them last, ms; null where fewer have ended. */
  median: z.number().nullable(),
  judged: z.int(),
  held: z.int(),
  /** Too few to be judged by; its objects go by all lanes. */
  few: z.boolean(),
})
export type Lane = z.infer<typeof laneSchema>
