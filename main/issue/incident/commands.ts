import { z } from 'zod'
import { fail, ok } from '../../../shared/result.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { gone, type Uid, uidOf } from '../../cache/uid.ts'
import { oneIncident, openOf } from './queries.ts'

const id = uidOf('incident')
const members = z.strictObject({ id, issueIds: z.array(uidOf('issue')).min(1).max(5_000) })
const LOOK = 'Check the list of incidents.'

/** A person says that an incident is over. What comes later makes a new one. */
export const closeIncident = defineCommand({
  name: 'incident.close',
  args: z.strictObject({ id }),
  apply: (tx, { id }, { at }) => {
    const row = tx.get(oneIncident(id))
    if (!row) return gone('incident', id)
    if (row.state === 'closed')
      return fail('conflict', 'Nothing was closed.', 'The incident is closed already.', 'Nothing needs to be done.')
    const changed = {
      state: 'closed',
      at: Math.max(at, row.found_at),
      because: 'person',
      version: row.version + 1,
      id: row.id,
    }
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
    if (!row) return gone('incident', id)
    if (row.version !== version || tx.get(openOf(row)))
      return fail('conflict', what, 'The incident has changed since, or its cause has a newer one.', LOOK)
    tx.run(
      statement(
        "UPDATE incident SET state = 'open', closed_at = NULL, closed_because = NULL, version = version - 1 WHERE uid = ?",
        [id],
      ),
    )
    return ok({ value: null, undo: { command: 'incident.close', args: { id } } })
  },
})

type Members = z.infer<typeof members>

/** Those of the issues that belong to the incident, or that were taken out of it. */
const having = (db: ReadDb, { id, issueIds }: Members, out: 0 | 1) =>
  db
    .all(
      query<{ uid: Uid<'issue'> }>(
        `SELECT i.uid FROM json_each($issues) j CROSS JOIN issue i ON i.uid = j.value
           CROSS JOIN incident n ON n.uid = $id
           CROSS JOIN incident_issue m ON m.incident_id = n.id AND m.issue_id = i.id
         WHERE m.taken_out = $out ORDER BY 1`,
        { id, out, issues: JSON.stringify([...new Set(issueIds)]) },
      ),
    )
    .map(({ uid }) => uid)

const mark = ({ id, issueIds }: Members, out: 0 | 1) =>
  statement(
    `UPDATE incident_issue SET taken_out = ? WHERE incident_id = (SELECT id FROM incident WHERE uid = ?)
       AND issue_id IN (SELECT i.id FROM json_each(?) j CROSS JOIN issue i ON i.uid = j.value)`,
    [out, id, JSON.stringify(issueIds)],
  )

/** A person says that issues have another cause; they stay issues, and no outreach to the incident reaches them. */
export const takeOutOfIncident = defineCommand({
  name: 'incident.takeOut',
  args: members,
  apply: (tx, { id, issueIds }) => {
    const inside = having(tx, { id, issueIds }, 0)
    if (inside.length === 0)
      return fail('not_found', 'Nothing was taken out.', 'The incident has none of these issues.', LOOK)
    tx.run(mark({ id, issueIds: inside }, 1))
    return ok({ value: null, undo: { command: 'incident.putBack', args: { id, issueIds: inside } } })
  },
})

/** The way back of `incident.takeOut`. */
export const putBackIntoIncident = defineCommand({
  name: 'incident.putBack',
  args: members,
  apply: (tx, { id, issueIds }) => {
    const outside = having(tx, { id, issueIds }, 1)
    if (outside.length === 0)
      return fail('not_found', 'Nothing was put back.', 'All of these issues are still in the incident.', LOOK)
    tx.run(mark({ id, issueIds: outside }, 0))
    return ok({ value: null, undo: { command: 'incident.takeOut', args: { id, issueIds: outside } } })
  },
})

export const incidentCommands = [closeIncident, reopenIncident, takeOutOfIncident, putBackIntoIncident]
