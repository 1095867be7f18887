import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { nthUid } from '../../cache/uid.ts'
import type { Writer } from '../../cache/writer.ts'
import { type AffectedAccount, type FoundIncident, QUIET } from './incident.ts'
import { type CauseKey, dropMember, type IncidentRow, membersOf, openOf, putMember } from './queries.ts'

/** Issues a transaction. */
const ROWS = 150

/** What is written down of an incident. */
export type Written = Omit<FoundIncident, 'troubles'> & { previous: number | null }

/** Writes down which issues belong to an incident and since when; the ids of those that do not any more. */
export async function setMembers(
  { read, writer }: { read: ReadDb; writer: Writer },
  id: number,
  troubles: readonly AffectedAccount[],
): Promise<number[]> {
  const known = new Map(read.all(membersOf(id)).map(({ issue, at }) => [issue, at]))
  const first = new Map<number, number>()
  for (const { issue, at } of troubles) first.set(issue, Math.min(at, first.get(issue) ?? at))
  const gone = [...known.keys()].filter(issue => !first.has(issue))
  const writes = [
    ...[...first].filter(([issue, at]) => at !== known.get(issue)).map(([issue, at]) => putMember(id, issue, at)),
    ...gone.map(issue => dropMember(id, issue)),
  ]
  for (let from = 0; from < writes.length; from += ROWS)
    await writer.write('bulk', tx => {
      for (const write of writes.slice(from, from + ROWS)) tx.run(write)
    })
  return gone
}

/** Another process that evaluates as well may have been first; then it is that one. */
export function insertIncident(tx: WriteDb, { dimension, cause }: CauseKey, to: Written): number {
  const name = `${dimension}/${folded(cause)}@${to.beganAt}`
  let n = 1
  while (tx.get(named(nthUid(name, n)))) n++
  const { changes, lastId } = tx.run(
    statement(
      `INSERT INTO incident (uid, dimension, cause, state, began_at, found_at, last_at, closed_at, closed_because, usual,
         previous_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [nthUid(name, n), dimension, cause, ...columnsOf(to)],
    ),
  )
  return changes > 0 ? lastId : (tx.get(openOf({ dimension, cause }))?.id ?? 0)
}

const named = (uid: string) => query('SELECT 1 FROM incident WHERE uid = ?', [uid])

/** One spelling of causes that are compared without regard to case, which SQLite does for these letters only. */
const folded = (cause: string): string => cause.replace(/[A-Z]/g, letter => letter.toLowerCase())

const columnsOf = (to: Written) => [
  ...[to.closedAt === null ? 'open' : 'closed', to.beganAt, to.foundAt, to.lastAt],
  ...[to.closedAt, to.because, to.usual, to.previous],
]

/** What a person has closed stays closed. */
export function changeIncident(tx: WriteDb, row: IncidentRow, found: Written): number {
  const isSaid = row.closed_because === 'person'
  const to = columnsOf(isSaid ? { ...found, closedAt: row.closed_at, because: row.closed_because } : found)
  tx.run(
    statement(
      `UPDATE incident SET state = ?, began_at = ?, found_at = ?, last_at = ?, closed_at = ?, closed_because = ?,
         usual = ?, previous_id = ?, version = version + (state <> ?)
       WHERE id = ? AND (state, began_at, found_at, last_at, closed_at, closed_because, usual, previous_id)
         IS NOT (?, ?, ?, ?, ?, ?, ?, ?)`,
      [...to, to[0] ?? null, row.id, ...to],
    ),
  )
  return row.id
}

/** Under way, but not to be found again: it ends as quietly as any. */
export const endQuietly = ({ id, last_at }: IncidentRow) =>
  statement(
    "UPDATE incident SET state = 'closed', closed_at = ?, closed_because = 'quiet', version = version + 1 WHERE id = ?",
    [last_at + QUIET, id],
  )

/** Nobody has closed the incident, taken anything out of it, or acted on its issues. */
export const isUntouched = (id: number) =>
  query(
    `SELECT 1 FROM incident n WHERE id = ? AND closed_because IS NOT 'person' AND NOT EXISTS
       (SELECT 1 FROM incident_issue m JOIN issue i ON i.id = m.issue_id
        WHERE m.incident_id = n.id AND (m.taken_out = 1 OR i.state = 'acting'))`,
    [id],
  )

/** Names another incident as the one before, where this one was named. */
export const comesAfter = (id: number, instead: number | null) =>
  statement('UPDATE incident SET previous_id = ? WHERE previous_id = ?', [instead, id])

/** Data that came late have shown that it was nothing unusual. */
export function withdraw(tx: WriteDb, { id, previous_id }: IncidentRow): void {
  tx.run(statement('DELETE FROM incident_issue WHERE incident_id = ?', [id]))
  tx.run(comesAfter(id, previous_id))
  tx.run(statement('DELETE FROM incident WHERE id = ?', [id]))
}
