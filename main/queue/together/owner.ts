import { z } from 'zod'
import { fail, ok } from '../../../shared/result.ts'
import { DECIDED_FOR } from '../../cache/asked/owner.ts'
import { query, statement } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { uidOf } from '../../cache/uid.ts'
import { subjectRows } from './notes.ts'

/** What was decided of an account or, where nothing was, of one that has become one with it. */
const decided = (account: number) =>
  query<{ account: number; owner: string }>(
    `SELECT o.account_id AS account, o.owner FROM account a JOIN account_owner o ON o.account_id = ${DECIDED_FOR}
     WHERE a.id = ?`,
    [account],
  )

/** Makes somebody the owner of an account, whatever its source says; null: the source says it again. */
export const setOwner = defineCommand({
  name: 'account.setOwner',
  args: z.strictObject({ account: uidOf('account'), owner: z.string().trim().min(1).max(200).nullable() }),
  apply: (tx, { account, owner }, { actor, at }) => {
    const rows = subjectRows(tx, { account })
    if (!rows.ok) return rows
    const id = rows.value.account
    const known = tx.get(decided(id))
    const before = known?.owner ?? null
    if (before === owner)
      return fail(
        'refused',
        'The owner was not changed.',
        owner === null ? 'Nobody has decided who the owner is.' : `${owner} is the owner already.`,
        'Nothing needs to be done.',
      )
    tx.run(
      owner === null
        ? statement('DELETE FROM account_owner WHERE account_id = ?', [known?.account ?? id])
        : statement(
            `INSERT INTO account_owner (account_id, owner, decided_by, decided_at) VALUES (?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET owner = excluded.owner, decided_by = excluded.decided_by,
               decided_at = excluded.decided_at`,
            [id, owner, actor, at],
          ),
    )
    return ok({ value: null, undo: { command: 'account.setOwner', args: { account, owner: before } } })
  },
})
