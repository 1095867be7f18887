import { OWN_DIMENSION } from '../../../shared/trigger/trigger.ts'
import { query, statement } from '../../cache/db.ts'
import type { Uid } from '../../cache/uid.ts'
import type { AffectedAccount } from './incident.ts'

/** What names a cause. */
export interface CauseKey {
  dimension: string
  cause: string
}

export interface IncidentRow extends CauseKey {
  id: number
  uid: Uid<'incident'>
  state: 'open' | 'closed'
  began_at: number
  found_at: number
  last_at: number
  closed_at: number | null
  closed_because: 'quiet' | 'usual' | 'solved' | 'person' | null
  usual: number
  previous_id: number | null
  version: number
}

export const newestSignal = query<{ id: number | null }>('SELECT max(id) AS id FROM signal')

/** The causes of signals that came after one, with the earliest trouble of each. */
export const causesSince = (signal: number) =>
  query<CauseKey & { at: number }>(
    `SELECT dimension, cause, min(began_at) AS at FROM signal NOT INDEXED
     WHERE id > ? AND began_at IS NOT NULL AND issue_id IS NOT NULL GROUP BY dimension, cause`,
    [signal],
  )

/** Open incidents that may be over: quiet since before a moment, or without an issue that is not closed. */
export const maybeOver = (quietSince: number) =>
  query<CauseKey>(
    `SELECT dimension, cause FROM incident n WHERE state = 'open' AND (last_at <= ? OR NOT EXISTS
       (SELECT 1 FROM incident_issue m JOIN issue i ON i.id = m.issue_id
        WHERE m.incident_id = n.id AND i.state <> 'closed'))`,
    [quietSince],
  )

// What a named cause explains already says nothing about the trigger alone.
const isExplained = (issue: string): string =>
  `EXISTS (SELECT 1 FROM incident_issue o JOIN incident p ON p.id = o.incident_id
     WHERE o.issue_id = ${issue} AND o.taken_out = 0 AND p.dimension <> '${OWN_DIMENSION}')`

/** Open incidents of triggers alone some of whose issues belong to an incident with a named cause by now. */
export const explained = query<CauseKey & { at: number }>(
  `SELECT DISTINCT n.dimension, n.cause, n.began_at AS at FROM incident n JOIN incident_issue m ON m.incident_id = n.id
   WHERE n.state = 'open' AND n.dimension = '${OWN_DIMENSION}' AND ${isExplained('m.issue_id')}`,
)

/** The troubles of a cause that began after a moment. */
export const troublesOf = ({ dimension, cause }: CauseKey, from: number) =>
  query<AffectedAccount & { trigger: string }>(
    `SELECT s.id AS signal, s.trigger_id AS "trigger", s.issue_id AS issue, i.account_id AS account, s.began_at AS at,
       i.closed_at AS closedAt
     FROM signal s INDEXED BY signal_cause CROSS JOIN issue i ON i.id = s.issue_id
     WHERE s.dimension = ? AND s.cause = ? AND s.began_at > ?
       ${dimension === OWN_DIMENSION ? `AND NOT ${isExplained('s.issue_id')}` : ''}`,
    [dimension, cause, from],
  )

export const firstOf = ({ dimension, cause }: CauseKey) =>
  query<{ at: number | null }>(
    `SELECT min(began_at) AS at FROM signal INDEXED BY signal_cause
     WHERE dimension = ? AND cause = ? AND began_at IS NOT NULL`,
    [dimension, cause],
  )

/** When troubles of a cause began, after a moment, in order. */
export const timesOf = ({ dimension, cause }: CauseKey, from: number) =>
  query<{ at: number }>(
    `SELECT began_at AS at FROM signal INDEXED BY signal_cause
     WHERE dimension = ? AND cause = ? AND began_at > ? ORDER BY began_at`,
    [dimension, cause, from],
  )

/** How many troubles of a cause began in a stretch of time, but for those that belong to its incidents. */
export const calmCount = ({ dimension, cause }: CauseKey, from: number, to: number) =>
  query<{ n: number }>(
    `SELECT (SELECT count(*) FROM signal INDEXED BY signal_cause
         WHERE dimension = $dimension AND cause = $cause AND began_at > $from AND began_at <= $to)
       - (SELECT count(*) FROM incident n CROSS JOIN incident_issue m ON m.incident_id = n.id
         WHERE n.dimension = $dimension AND n.cause = $cause AND m.began_at > $from AND m.began_at <= $to) AS n`,
    { dimension, cause, from, to },
  )

/** When troubles of other causes of the dimension began, after a moment. */
export const othersOf = ({ dimension, cause }: CauseKey, from: number) =>
  query<{ at: number }>(
    `SELECT began_at AS at FROM signal INDEXED BY signal_cause
     WHERE dimension = ? AND cause <> ? AND began_at > ? ORDER BY 1`,
    [dimension, cause, from],
  )

/** The incidents that a cause has made, oldest first. */
export const incidentsOf = ({ dimension, cause }: CauseKey) =>
  query<IncidentRow>('SELECT * FROM incident WHERE dimension = ? AND cause = ? ORDER BY began_at, id', [
    dimension,
    cause,
  ])

export const openOf = ({ dimension, cause }: CauseKey) =>
  query<{ id: number }>("SELECT id FROM incident WHERE state = 'open' AND dimension = ? AND cause = ?", [
    dimension,
    cause,
  ])

export const oneIncident = (uid: Uid<'incident'>) => query<IncidentRow>('SELECT * FROM incident WHERE uid = ?', [uid])

/** The issues of an incident as troubles of it. */
export const membersOf = (incident: number) =>
  query<AffectedAccount>(
    `SELECT 0 AS signal, m.issue_id AS issue, i.account_id AS account, m.began_at AS at, i.closed_at AS closedAt
     FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id WHERE m.incident_id = ?`,
    [incident],
  )

export const addMember = (incident: number, issue: number, at: number) =>
  statement(
    `INSERT INTO incident_issue (incident_id, issue_id, began_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET began_at = excluded.began_at WHERE excluded.began_at < began_at`,
    [incident, issue, at],
  )

/** What a person has taken out is remembered. */
export const dropMember = (incident: number, issue: number) =>
  statement('DELETE FROM incident_issue WHERE incident_id = ? AND issue_id = ? AND taken_out = 0', [incident, issue])
