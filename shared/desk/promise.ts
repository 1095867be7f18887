import { z } from 'zod'
import { id, moment, ms, text } from '../model/values.ts'
import { HOUR } from '../trigger/duration.ts'

export const PROMISE_STATES = ['proposed', 'open', 'kept', 'dropped'] as const
export type PromiseState = (typeof PROMISE_STATES)[number]

/** What a colleague promised by a date. `proposed`: found in their text, and nobody has confirmed it yet. */
export const promiseSchema = z.object({
  id,
  accountId: id,
  accountName: text,
  issueId: id.nullable(),
  owner: text,
  said: z.enum(['note', 'message']),
  /** The sentence that says so. */
  quote: text,
  saidAt: ms,
  dueAt: ms,
  state: z.enum(PROMISE_STATES),
})
export type PromiseMade = z.infer<typeof promiseSchema>

/** How long before it lapses a promise warns: the working day on which it is due, and the evening before. */
const WARNS_BEFORE = 24 * HOUR

export type PromiseStanding = 'far' | 'near' | 'lapsed'
/** How a promise that is not kept yet stands at a moment. */
export const promiseStanding = (dueAt: number, now: number): PromiseStanding =>
  dueAt <= now ? 'lapsed' : dueAt - now <= WARNS_BEFORE ? 'near' : 'far'

/** What a person says about a promise; `dueAt` absent: as it is. */
export const promiseAnswerSchema = z.object({
  promise: id,
  state: z.enum(PROMISE_STATES),
  dueAt: moment.optional(),
})
