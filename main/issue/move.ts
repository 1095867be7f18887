import { query, statement, type WriteDb } from '../cache/db.ts'

/** What moved with an account: its issues, and those closed because the other has one of the category open already. */
export interface MovedIssues {
  issues: number[]
  closed: { id: number; state: string; into: number }[]
  /** Incidents that the other's issue came into because of it; absent where a merge knew of none. */
  joined?: { incident: number; issue: number }[]
}

const ofAccount = (account: number) =>
  query<{ id: number }>('SELECT id FROM issue WHERE account_id = ? ORDER BY id', [account])
const twice = (from: number, to: number) =>
  query<{ id: number; state: string; into: number }>(
    `SELECT i.id, i.state, o.id AS "into" FROM issue i JOIN issue o ON o.account_id = ? AND o.category = i.category
       AND o.state <> 'closed' WHERE i.account_id = ? AND i.state <> 'closed' ORDER BY i.id`,
    [to, from],
  )
const isFree = (id: number, account: number) =>
  query(
    `SELECT 1 FROM issue i WHERE i.id = ? AND NOT EXISTS (SELECT 1 FROM issue o WHERE o.account_id = ?
       AND o.category = i.category AND o.state <> 'closed' AND o.id <> i.id)`,
    [id, account],
  )

/** Moves an account's issues to another. Among two open ones of a category the other's goes on; its signals fold into it. */
export function moveIssues(tx: WriteDb, from: number, to: number, now: number): MovedIssues {
  const issues = tx.all(ofAccount(from)).map(({ id }) => id)
  const closed = tx.all(twice(from, to))
  for (const { id } of closed)
    tx.run(
      statement(
        "UPDATE issue SET state = 'closed', closed_at = ?, closed_because = 'merged', version = version + 1 WHERE id = ?",
        [now, id],
      ),
    )
  const joined = closed.flatMap(({ id, into }) => joinIncidents(tx, id, into))
  assign(tx, issues, to)
  return { issues, closed, joined }
}

const onlyOf = (issue: number, other: number) =>
  query<{ incident: number }>(
    `SELECT incident_id AS incident FROM incident_issue m WHERE issue_id = ? AND NOT EXISTS
       (SELECT 1 FROM incident_issue o WHERE o.incident_id = m.incident_id AND o.issue_id = ?) ORDER BY 1`,
    [issue, other],
  )

/** What goes on belongs to the incidents of what was closed for it, so that an outreach to them finds it. */
function joinIncidents(tx: WriteDb, closed: number, into: number): { incident: number; issue: number }[] {
  const incidents = tx.all(onlyOf(closed, into)).map(({ incident }) => incident)
  for (const incident of incidents)
    tx.run(
      statement(
        `INSERT INTO incident_issue (incident_id, issue_id, began_at, taken_out)
         SELECT incident_id, ?, began_at, taken_out FROM incident_issue WHERE incident_id = ? AND issue_id = ?`,
        [into, incident, closed],
      ),
    )
  return incidents.map(incident => ({ incident, issue: into }))
}

/** The way back: what the merge closed is open again, unless its account has another one by now. */
export function moveIssuesBack(tx: WriteDb, to: number, { issues, closed, joined = [] }: MovedIssues): void {
  for (const { incident, issue } of joined)
    tx.run(statement('DELETE FROM incident_issue WHERE incident_id = ? AND issue_id = ?', [incident, issue]))
  for (const { id, state } of closed)
    if (tx.get(isFree(id, to)))
      tx.run(
        statement(
          `UPDATE issue SET account_id = ?, state = ?, closed_at = NULL, closed_because = NULL, version = version + 1
           WHERE id = ? AND closed_because = 'merged'`,
          [to, state, id],
        ),
      )
  const open = new Set(issues)
  for (const id of open)
    if (!tx.get(isFree(id, to)) && tx.get(query("SELECT 1 FROM issue WHERE id = ? AND state <> 'closed'", [id])))
      tx.run(
        statement(
          "UPDATE issue SET state = 'closed', closed_because = 'separated', version = version + 1 WHERE id = ?",
          [id],
        ),
      )
  assign(tx, issues, to)
}

const assign = (tx: WriteDb, ids: readonly number[], to: number) =>
  tx.run(
    statement('UPDATE issue SET account_id = ? WHERE id IN (SELECT value FROM json_each(?))', [
      to,
      JSON.stringify(ids),
    ]),
  )
