import { statement, type WriteDb } from '../db.ts'
import { digestOf, type SaidRow, type Sealed } from './seal.ts'

/** A row of the journal as it will say no more than it must, and the arguments that it had. */
export interface Reworded {
  row: SaidRow
  before: string
}

/** What a seal says of reworded rows. */
export const sealsOver = (rows: readonly Reworded[]): Sealed[] =>
  rows.map(({ row }) => ({ id: row.id, digest: digestOf(row) }))

/**
 * Writes reworded rows; false where one of them is no longer what it was. Their hashes stay, because later rows are chained
 * to them.
 */
export const rewriteRows = (tx: WriteDb, rows: readonly Reworded[]): boolean =>
  rows.every(
    ({ row, before }) =>
      tx.run(
        statement('UPDATE journal SET args = ?, undo = ? WHERE id = ? AND args = ?', [
          row.args,
          row.undo,
          row.id,
          before,
        ]),
      ).changes === 1,
  )
