import { query, statement, type WriteDb } from '../../cache/db.ts'

/** Notes, watches and promises that went with an account into another one. */
export interface MovedDesk {
  notes?: number[]
  watches?: number[]
  promises?: number[]
}

type Follower = 'note' | 'watch' | 'promise'

const ofAccount = (table: Follower, account: number) =>
  query<{ id: number }>(`SELECT id FROM ${table} WHERE account_id = ? ORDER BY id`, [account])

const assignTo = (tx: WriteDb, table: Follower, ids: readonly number[], account: number): void => {
  // Who watches both accounts already watches the one that is left.
  tx.run(
    statement(`UPDATE OR IGNORE ${table} SET account_id = ? WHERE id IN (SELECT value FROM json_each(?))`, [
      account,
      JSON.stringify(ids),
    ]),
  )
}

/** Moves what colleagues wrote and watch along with an account. */
export function moveDesk(tx: WriteDb, from: number, to: number): Required<MovedDesk> {
  const idsIn = (table: Follower) => tx.all(ofAccount(table, from)).map(({ id }) => id)
  const moved = { notes: idsIn('note'), watches: idsIn('watch'), promises: idsIn('promise') }
  assignTo(tx, 'note', moved.notes, to)
  assignTo(tx, 'watch', moved.watches, to)
  assignTo(tx, 'promise', moved.promises, to)
  return moved
}

/** The way back. */
export function moveDeskBack(tx: WriteDb, to: number, { notes = [], watches = [], promises = [] }: MovedDesk): void {
  assignTo(tx, 'note', notes, to)
  assignTo(tx, 'watch', watches, to)
  assignTo(tx, 'promise', promises, to)
}
