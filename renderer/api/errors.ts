import { ORPCError } from '@orpc/client'
import type { Failure } from '../../shared/result.ts'

const PARTS = ['kind', 'what', 'why', 'todo'] as const satisfies readonly (keyof Failure)[]

/** Whether the engine's own words came with an error. */
const isFailure = (data: unknown): data is Failure =>
  typeof data === 'object' &&
  data !== null &&
  PARTS.every(part => typeof (data as Partial<Record<string, unknown>>)[part] === 'string')

/** The first value that the contract does not take, and why: `“search”: Too big: expected …`. */
function refusedField(data: unknown): string | null {
  const [issue] = (data as { issues?: { path?: unknown[]; message?: unknown }[] } | null)?.issues ?? []
  if (typeof issue?.message !== 'string') return null
  const field = (issue.path ?? []).filter(part => typeof part === 'string').join(' ')
  return `${field === '' ? '' : `“${field}”: `}${issue.message}.`
}

const worded = new WeakMap<object, Failure>()

/** Any thrown value as a failure: of one error always the same one, so that it can be told from another of the same words. */
export function failureOf(error: unknown): Failure {
  if (typeof error !== 'object' || error === null) return wordsOf(error)
  const known = worded.get(error) ?? wordsOf(error)
  worded.set(error, known)
  return known
}

/** Only `FAILED` carries the engine's own words; all others are worded here. */
function wordsOf(error: unknown): Failure {
  if (error instanceof ORPCError) {
    if (error.code === 'FAILED' && isFailure(error.data)) return error.data
    if (error.code === 'BAD_REQUEST')
      return {
        kind: 'invalid',
        what: 'The engine rejected the values.',
        why: refusedField(error.data) ?? error.message,
        todo: 'Correct the values and try again.',
      }
    if (error.code === 'INTERNAL_SERVER_ERROR')
      return {
        kind: 'unavailable',
        what: 'Forestall failed because of a bug.',
        why: 'The engine ran into an unexpected error.',
        todo: 'Nothing was changed. Try again. If the error comes back, restart Forestall and report what you did.',
      }
  }
  return {
    kind: 'unavailable',
    what: 'The engine did not answer.',
    why: error instanceof Error ? error.message : String(error),
    todo: 'Nothing was lost. Forestall reconnects automatically as soon as the engine is back.',
  }
}
