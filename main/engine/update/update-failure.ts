import { type Failure, FailureError, fail, ok, type Result } from '../../../shared/result.ts'

const NOT_DONE = 'Forestall was not updated.'

/** Runs a part of an update; what the disk or a person broke off is told in words, and a bug stays one. */
export async function asUpdateResult<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work())
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): Result<never> {
  if (error instanceof FailureError) return { ok: false, error: error.failure }
  const { name, code, path } = error as { name?: string; code?: unknown; path?: string }
  if (name === 'AbortError') return { ok: false, error: UPDATE_CANCELLED }
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return fail('io', NOT_DONE, 'The disk is full.', 'Free some space, then start the update again.')
  if (code === 'ENOENT')
    return fail('not_found', NOT_DONE, `There is no file ${path}.`, 'Check the path, then try again.')
  if (typeof code === 'string')
    return fail(
      'io',
      NOT_DONE,
      `The system refused a file of the update (${code}).`,
      'Check the permissions and the disk.',
    )
  throw error
}

/** What a person hears who stopped an update. */
const UPDATE_CANCELLED: Failure = {
  kind: 'cancelled',
  what: 'The update was cancelled.',
  why: 'A person stopped the update.',
  todo: 'Start the update again.',
}

/** What a person hears where the administrator forbids updates. */
export const UPDATES_HELD: Failure = {
  kind: 'refused',
  what: 'The update was refused.',
  why: 'Your administrator does not allow updates from within Forestall.',
  todo: 'Ask your administrator for the new version.',
}
