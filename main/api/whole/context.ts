import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../../shared/contract/whole/contract.ts'
import { DEEPEST, isNestedValue } from '../../../shared/guard/json-depth.ts'
import { type Failure, FailureError, type Result, unwrap } from '../../../shared/result.ts'
import { isDamage, isStorage, storageFailure } from '../../cache/failure.ts'
import { type Reserved, reservedRefusal } from '../../cache/roles.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Host } from '../../engine/host.ts'

/** What a shell hands to every call. */
export interface ApiContext {
  host: Host
}

const NESTED: Failure = {
  kind: 'invalid',
  what: 'The call was not carried out.',
  why: `The input is nested more than ${DEEPEST} levels deep.`,
  todo: 'Send a flatter input.',
}

/**
 * The contract's builder for calls that do without an open workspace. What the world refused (`FailureError`) crosses the
 * boundary as the contract's one typed error, anything else stays a bug.
 */
export const bare = implement(contract)
  .$context<ApiContext>()
  .use(async ({ context: { host }, next }, input) => {
    // Asked before the schemas are, which call themselves for every level.
    if (isNestedValue(input)) throw new ORPCError('FAILED', { status: 422, message: NESTED.what, data: NESTED })
    try {
      return await next()
    } catch (error) {
      if (error instanceof FailureError)
        throw new ORPCError('FAILED', { status: 422, message: error.message, data: error.failure })
      throw translated(host, error)
    }
  })

/** The builder for all others: `engine` is that of the workspace open at the time of the call, and none is a typed error, too. */
export const api = bare.use(({ context, next }) => next({ context: { engine: context.host.engine() } }))

/** What the disk answers to a read is told in words like what it answers to a write; a bug stays one. */
function translated(host: Host, error: unknown): unknown {
  if (!isStorage(error)) return error
  if (isDamage(error) && host.shut() === null) host.engine().guard.damaged()
  const data = storageFailure(error, host.dir())
  return new ORPCError('FAILED', { status: 422, message: data.what, data })
}

/** For what is done outside of a decision, such as keeping a secret. Throws the refusal where the actor may not. */
export function mustHold({ read, actor }: Pick<Engine, 'read' | 'actor'>, reserved: Reserved): void {
  const refusal = reservedRefusal(read, reserved, actor)
  if (refusal) unwrap(refusal)
}

/** The answer of a decision that gives nothing but the id of its journal row. */
export async function journalled(decided: Promise<Result<{ journalId: string }>>): Promise<{ journalId: string }> {
  return { journalId: unwrap(await decided).journalId }
}
