import type { Failure } from './failure.ts'

export type { Failure }

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
