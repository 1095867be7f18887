import { statement, type WriteDb } from '../../cache/db.ts'

const TABLES = ['account_key', 'contact', 'event', 'object'] as const

/**
 * Moves what belongs to the account `home` from the account that stood for it to the one that stands for it now. Where a
 * record belongs stays written beside it, so moving back is the same movement.
 */
export function moveRecords(tx: WriteDb, home: number, from: number, to: number): void {
  for (const table of TABLES)
    tx.run(
      statement(
        `UPDATE ${table} SET account_id = $to, home_id = $home
         WHERE account_id = $from AND coalesce(home_id, account_id) = $whose`,
        { to, home: to === home ? null : home, from, whose: home },
      ),
    )
  // What its records said before goes with them; its own row stays where it is.
  tx.run(
    statement(
      `UPDATE past SET account_id = $to WHERE account_id = $from AND (
         (record = 'event' AND row_id IN (SELECT id FROM event WHERE account_id = $to AND coalesce(home_id, account_id) = $whose))
         OR (record = 'object' AND row_id IN (SELECT id FROM object WHERE account_id = $to AND coalesce(home_id, account_id) = $whose)))`,
      { to, from, whose: home },
    ),
  )
  tx.run(statement('UPDATE account SET merged_into = ? WHERE id = ?', [to === home ? null : to, home]))
}
