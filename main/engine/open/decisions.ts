import { FailureError, ok, type Result } from '../../../shared/result.ts'
import { type Command, type Commands, type Decision, decide, Rollback, refuse, undo } from '../../cache/journal.ts'
import type { Given } from '../../cache/uid.ts'
import type { Writer } from '../../cache/writer.ts'

export interface Decisions {
  /** Carries out one decision and journals it, in one transaction. Rows may be named by their numbers. */
  decide<Args, Value>(
    command: Command<Args, Value>,
    args: Given<Args>,
  ): Promise<Result<{ value: Value; journalId: string }>>
  /** Takes back the decision `id`, or this actor’s last one of this console that can be. */
  undo(id: string | undefined): Promise<Result<{ undone: string; journalId: string }>>
}

/** Runs decisions through the writer; a refusal rolls everything back and comes out as a value. */
export function createDecisions(writer: Writer, commands: Commands, next: () => Decision): Decisions {
  return {
    decide: async (command, args) => {
      const decision = next()
      const answer = await guarded(
        writer.write(command.isDoneAgain ? 'steady' : 'user', tx => ({
          value: decide(tx, command, args, decision),
          journalId: decision.id,
        })),
      )
      if (!answer.ok && answer.error.kind === 'refused' && command.refused) {
        const { error } = answer
        await writer.write('user', tx => refuse(tx, command, args, decision, error))
      }
      return answer
    },
    undo: async id => {
      const decision = next()
      const answer = await guarded(writer.write('user', tx => undo(tx, commands, decision, id)))
      if (!answer.ok) return answer
      return answer.value.ok ? ok({ ...answer.value.value, journalId: decision.id }) : answer.value
    },
  }
}

async function guarded<T>(work: Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work)
  } catch (error) {
    if (error instanceof Rollback) return error.result
    if (error instanceof FailureError) return { ok: false, error: error.failure }
    throw error
  }
}
