import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { ACCOUNT_COLUMNS } from './upsert-sql.ts'

type Row = Record<string, string | number | null>

const rowOf = (id: number) =>
  query<Row>(`SELECT uid, ${ACCOUNT_COLUMNS.join(', ')}, properties FROM account WHERE id = ?`, [id])
const membersOf = (leader: number) =>
  query<Row>(`SELECT uid, ${ACCOUNT_COLUMNS.join(', ')}, properties FROM account WHERE merged_into = ? ORDER BY uid`, [
    leader,
  ])
const ownOf = (id: number) => query<{ own: string }>('SELECT own FROM account WHERE id = ? AND own IS NOT NULL', [id])

function write(tx: WriteDb, id: number, row: Row, own: string | null): void {
  const columns = [...ACCOUNT_COLUMNS, 'properties']
  tx.run(
    statement(`UPDATE account SET ${columns.map(column => `${column} = ?`).join(', ')}, own = ? WHERE id = ?`, [
      ...columns.map(column => row[column] ?? null),
      own,
      id,
    ]),
  )
}

/** Gives an account that stands for others its own row back, as its source has it. */
export function standAlone(tx: WriteDb, leader: number): void {
  const kept = tx.get(ownOf(leader))
  if (kept) write(tx, leader, JSON.parse(kept.own) as Row, null)
}

/**
 * Puts together what the accounts of a merge know: the leader's own word first, then the others' in order of `uid`, so
 * that the order in which they came makes no difference. Money and its currency go together. Without others it changes
 * nothing. The leader's row must be its own when this is called (`standAlone`).
 */
export function recombine(tx: WriteDb, leader: number): void {
  const own = tx.get(rowOf(leader))
  const members = tx.all(membersOf(leader))
  if (!own || members.length === 0) return
  write(tx, leader, combined([own, ...members]), JSON.stringify(own))
}

/** The first that is known of each field; properties one by one. */
export function combined(rows: readonly Row[]): Row {
  const whole: Row = {}
  for (const column of ACCOUNT_COLUMNS)
    if (column !== 'currency') whole[column] = rows.find(row => row[column] != null)?.[column] ?? null
  // An account whose source has no name for it is called by its id; the others may know better.
  whole.name =
    (rows.find(({ uid, name }) => name !== null && !String(uid).endsWith(`:${name}`)) ?? rows[0])?.name ?? null
  whole.currency = rows.find(row => row.mrr_minor != null)?.currency ?? null
  const properties = rows.map(row => JSON.parse(String(row.properties)) as Record<string, unknown>).reverse()
  whole.properties = JSON.stringify(Object.assign({}, ...properties))
  return whole
}

/** An account's row as its own source gives it, whichever account represents it or is represented by it. */
export function ownRow(db: ReadDb, id: number): Row | undefined {
  const kept = db.get(ownOf(id))
  return kept ? (JSON.parse(kept.own) as Row) : db.get(rowOf(id))
}
