import { ORPCError } from '@orpc/client'
import { type Failure, failureSchema } from '../../shared/result.ts'

/** Any thrown thing as a failure in words. Only `FAILED` carries the engine's own; the rest is ours to say. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ORPCError) {
    const data = error.code === 'FAILED' ? failureSchema.safeParse(error.data) : null
    if (data?.success) return data.data
    if (error.code === 'BAD_REQUEST')
      return {
        kind: 'invalid',
        what: 'That could not be understood.',
        why: error.message,
        todo: 'Correct the values and try again.',
      }
    if (error.code === 'INTERNAL_SERVER_ERROR')
      return {
        kind: 'unavailable',
        what: 'Forestall made a mistake.',
        why: 'The engine met something that it was not made for.',
        todo: 'Nothing was changed. Try again; if it stays, restart Forestall and tell us what you did.',
      }
  }
  return {
    kind: 'unavailable',
    what: 'The engine did not answer.',
    why: error instanceof Error ? error.message : String(error),
    todo: 'Nothing was lost. It is tried again as soon as the engine is back.',
  }
}
