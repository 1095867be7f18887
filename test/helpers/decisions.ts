import { type Command, type Decision, decide, Rollback } from '../../main/cache/journal.ts'
import type { Given } from '../../main/cache/uid.ts'
import type { Writer } from '../../main/cache/writer.ts'
import { ok, type Result } from '../../shared/result.ts'
import { NOON } from './builders.ts'

/** Carries out one decision as the engine does; a refusal comes out as a value. */
export async function decideNow<Args, Value>(
  writer: Writer,
  command: Command<Args, Value>,
  args: Given<Args>,
  decision: Partial<Decision> & { id: string },
): Promise<Result<Value>> {
  const full = { actor: 'maya', device: 'test', at: NOON, ...decision }
  try {
    return ok(await writer.write('user', tx => decide(tx, command, args, full)))
  } catch (error) {
    if (error instanceof Rollback) return error.result
    throw error
  }
}
