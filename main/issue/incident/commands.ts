import { z } from 'zod'
import { fail, ok } from '../../../shared/result.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { oneIncident, openOf } from './queries.ts'

const id = z.int().positive()
const members = z.strictObject({ id, issueIds: z.array(id).min(1).max(5_000) })
const LOOK = 'Look at the list of incidents.'

const missing = (what: string, id: number) => fail('not_found', what, `There is no incident ${id}.`, LOOK)

/** A person says that an incident is over. What comes later makes a new one. */
export const closeIncident = defineCommand({
  name: 'incident.close',
  args: z.strictObject({ id }),
  apply: (tx, { id }, { at }) => {
    const row = tx.get(oneIncident(id))
    if (!row) return missing('Nothing was closed.', id)
    if (row.state === 'closed')
      return fail('conflict', 'Nothing was closed.', 'The incident is closed already.', 'Nothing needs to be done.')
    const changed = { state: 'closed', at: Math.max(at, row.found_at), because: 'person', version: row.version + 1, id }
    tx.run(
      statement(
        `UPDATE incident SET state = $state, closed_at = $at, closed_because = $because, version = $version
         WHERE id = $id`,
        changed,
      ),
    )
    return ok({ value: null, undo: { command: 'incident.reopen', args: { id, version: changed.version } } })
  },
})

/** The way back of `incident.close`, unless the cause has a newer incident. */
export const reopenIncident = defineCommand({
  name: 'incident.reopen',
  args: z.strictObject({ id, version: z.int() }),
  apply: (tx, { id, version }) => {
    const what = 'The incident was not opened again.'
    const row = tx.get(oneIncident(id))
    if (!row) return missing(what, id)
    if (row.version !== version || tx.get(openOf(row)))
      return fail('conflict', what, 'The incident has changed since, or its cause has a newer one.', LOOK)
    tx.run(
      statement(
        "UPDATE incident SET state = 'open', closed_at = NULL, closed_because = NULL, version = version - 1 WHERE id = ?",
        [id],
      ),
    )
    return ok({ value: null, undo: { command: 'incident.close', args: { id } } })
  },
})

const having = (db: ReadDb, incident: number, issues: readonly number[], out: 0 | 1): number[] =>
  db
    .all(
      query<{ id: number }>(
        `SELECT issue_id AS id FROM incident_issue WHERE incident_id = ? AND taken_out = ?
           AND issue_id IN (SELECT value FROM json_each(?)) ORDER BY 1`,
        [incident, out, JSON.stringify(issues)],
      ),
    )
    .map(row => row.id)

const mark = (incident: number, issues: readonly number[], out: 0 | 1) =>
  statement(
    `UPDATE incident_issue SET taken_out = ? WHERE incident_id = ? AND issue_id IN (SELECT value FROM json_each(?))`,
    [out, incident, JSON.stringify(issues)],
  )

/** A person says that issues have another cause; they stay issues, and no outreach to the incident reaches them. */
export const takeOutOfIncident = defineCommand({
  name: 'incident.takeOut',
  args: members,
  apply: (tx, { id, issueIds }) => {
    const inside = having(tx, id, issueIds, 0)
    if (inside.length === 0)
      return fail('not_found', 'Nothing was taken out.', 'None of these issues belongs to the incident.', LOOK)
    tx.run(mark(id, inside, 1))
    return ok({ value: null, undo: { command: 'incident.putBack', args: { id, issueIds: inside } } })
  },
})

/** The way back of `incident.takeOut`. */
export const putBackIntoIncident = defineCommand({
  name: 'incident.putBack',
  args: members,
  apply: (tx, { id, issueIds }) => {
    const outside = having(tx, id, issueIds, 1)
    if (outside.length === 0)
      return fail('not_found', 'Nothing was put back.', 'None of these issues was taken out.', LOOK)
    tx.run(mark(id, outside, 0))
    return ok({ value: null, undo: { command: 'incident.takeOut', args: { id, issueIds: outside } } })
  },
})

export const incidentCommands = [closeIncident, reopenIncident, takeOutOfIncident, putBackIntoIncident]
