import { z } from 'zod'
import { LONGEST_NOTE } from '../../../shared/desk/note.ts'
import { PROMISE_STATES, type PromiseState } from '../../../shared/desk/promise.ts'
import { moment } from '../../../shared/model/values.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { about, namedSubject, subjectRows } from '../together/notes.ts'
import { namedPromise, promiseByUid, putPromise } from './promise-store.ts'

const told = {
  uid: z.string().min(1).max(400),
  owner: z.string().min(1),
  said: z.enum(['note', 'message']),
  source: z.string().min(1),
  quote: z.string().max(LONGEST_NOTE),
  saidAt: moment,
  dueAt: moment,
  state: z.enum(PROMISE_STATES),
}

/**
 * Confirms a promise, changes its date, keeps or drops it. It says the whole promise, because promises in messages are found
 * by each computer for itself: the decision means the same where nobody has looked yet.
 */
export const settlePromise = defineCommand({
  name: 'promise.settle',
  args: z.strictObject({ ...about, ...told }),
  apply: (tx, args, { at }) => {
    const { issue, account, ...promise } = args
    const rows = subjectRows(tx, { issue, account })
    if (!rows.ok) return rows
    const known = tx.get(promiseByUid(promise.uid)) ?? { state: 'proposed' as const, dueAt: promise.dueAt }
    if (promise.state === 'open' && promise.dueAt <= at && promise.dueAt !== known.dueAt)
      return fail('invalid', 'The promise was not changed.', 'The chosen time has passed.', 'Choose a later time.')
    putPromise(tx, { ...promise, ...rows.value })
    const before = { ...namedSubject({ issue, account }), ...promise, state: known.state, dueAt: known.dueAt }
    return ok({ value: null, undo: { command: 'promise.settle', args: before } })
  },
})

/** The arguments by which a promise of this computer is settled. */
export function settling(
  db: ReadDb,
  { promise, state, dueAt }: { promise: number; state: PromiseState; dueAt?: number | undefined },
): Result<z.input<typeof settlePromise.args>> {
  const found = db.get(namedPromise(promise))
  if (!found)
    return fail(
      'not_found',
      'There is no such promise.',
      'The promise was removed with its note.',
      'Open the issue again.',
    )
  const { accountUid, issueUid, ...rest } = found
  const of = issueUid === null ? { account: accountUid } : { issue: issueUid }
  return ok({ ...rest, ...of, state, dueAt: dueAt ?? found.dueAt } as z.input<typeof settlePromise.args>)
}
