import { fail, ok } from '../../../shared/result.ts'
import { statement, type WriteDb } from '../db.ts'
import { defineCommand } from '../journal.ts'
import { type ADDRESS_SEAL, digestOf, type SaidRow, type SEAL, type Sealed, sealSchema } from './seal.ts'

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
const rewriteRows = (tx: WriteDb, rows: readonly Reworded[]): boolean =>
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

/**
 * The decision that rewords rows of the journal and vouches for what they say from now on. Refused where another process has
 * reworded one of them meanwhile: its words would come back.
 */
export const sealing = (name: typeof SEAL | typeof ADDRESS_SEAL, rows: readonly Reworded[]) =>
  defineCommand({
    name,
    args: sealSchema,
    isDoneAgain: true,
    apply: tx =>
      rewriteRows(tx, rows)
        ? ok({ value: null, undo: null })
        : fail('conflict', 'Nothing was changed.', 'The journal was changed meanwhile.', 'Try again.'),
  })
