import { z } from 'zod'

/** What went wrong, in words for the person in front of the screen: what happened, why, what to do. */
export const failureSchema = z.object({
  kind: z.enum(['not_found', 'invalid', 'conflict', 'refused', 'unavailable', 'io', 'corrupt', 'newer', 'cancelled']),
  what: z.string(),
  why: z.string(),
  todo: z.string(),
})
export type Failure = z.infer<typeof failureSchema>

/** Errors of the world are values; exceptions are for bugs. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

/** Builds a failed result. `what` happened, `why`, and what `todo` about it. */
export const fail = (kind: Failure['kind'], what: string, why: string, todo: string): Result<never> => ({
  ok: false,
  error: { kind, what, why, todo },
})

/** Carries a `Failure` through code that can only throw, such as a stream; unwrapped again at the boundary. */
export class FailureError extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(`${failure.what} ${failure.why} ${failure.todo}`.trim())
    this.name = 'FailureError'
    this.failure = failure
  }
}

/** The value of a result, or a thrown `FailureError`. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new FailureError(result.error)
}

/** Closes a union: the compiler complains here when a case was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
