import { query, statement, type WriteDb } from '../cache/db.ts'

/** Ids, by table, of what moved with an account. */
export interface MovedInterventions {
  intervention: string[]
  outbox: number[]
  unsent: number[]
  resolution: number[]
  exposure: string[]
}

const KEYS = {
  intervention: 'id',
  outbox: 'id',
  unsent: 'id',
  resolution: 'outbox_id',
  exposure: 'intervention_id',
} as const
const TABLES = Object.keys(KEYS) as (keyof typeof KEYS)[]

/** Moves what was done about an account to another: caps and timelines count it there. Arms stay as they were assigned. */
export function moveInterventions(tx: WriteDb, from: number, to: number): MovedInterventions {
  const moved: Record<string, (number | string)[]> = {}
  for (const table of TABLES) {
    const rows = tx.all(
      query<{ key: number | string }>(`SELECT ${KEYS[table]} AS key FROM ${table} WHERE account_id = ?`, [from]),
    )
    moved[table] = rows.map(({ key }) => key)
    assign(tx, table, moved[table], to)
  }
  return moved as unknown as MovedInterventions
}

/** The way back. */
export function moveInterventionsBack(tx: WriteDb, to: number, moved: MovedInterventions): void {
  for (const table of TABLES) assign(tx, table, moved[table], to)
}

const assign = (tx: WriteDb, table: keyof typeof KEYS, keys: readonly (number | string)[], to: number) =>
  tx.run(
    statement(`UPDATE ${table} SET account_id = ? WHERE ${KEYS[table]} IN (SELECT value FROM json_each(?))`, [
      to,
      JSON.stringify(keys),
    ]),
  )
