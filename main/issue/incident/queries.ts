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

const OPEN_ISSUE = `(SELECT 1 FROM incident_issue m JOIN issue i ON i.id = m.issue_id
  WHERE m.incident_id = n.id AND i.state <> 'closed')`

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
    `SELECT dimension, cause FROM incident n WHERE state = 'open' AND (last_at <= ? OR NOT EXISTS ${OPEN_ISSUE})`,
    [quietSince],
  )

/** The other open incidents: so many accounts are usual of their causes that they may be over although some came. */
export const busyOnes = (quietSince: number, usual: number) =>
  query<IncidentRow>("SELECT * FROM incident WHERE state = 'open' AND last_at > ? AND usual >= ?", [quietSince, usual])

/** Incidents that were over because all of their issues were closed, one of which is open again. */
export const unsolved = (quietSince: number) =>
  query<CauseKey & { at: number }>(
    `SELECT dimension, cause, began_at AS at FROM incident n
     WHERE state = 'closed' AND closed_because = 'solved' AND last_at > ? AND EXISTS ${OPEN_ISSUE}`,
    [quietSince],
  )

/**
 * Incidents that began after a moment, of other causes of the dimension that were first met not long before them: what
 * is usual of those is taken from the dimension.
 */
export const heldToKind = ({ dimension, cause, at }: CauseKey & { at: number }, learning: number) =>
  query<CauseKey & { at: number }>(
    `SELECT dimension, cause, began_at AS at FROM incident n WHERE dimension = ? AND cause <> ? AND began_at > ?
       AND began_at - ? < (SELECT min(began_at) FROM signal s INDEXED BY signal_cause
         WHERE s.dimension = n.dimension AND s.cause = n.cause AND s.began_at IS NOT NULL)`,
    [dimension, cause, at, learning],
  )

// What a named cause explains already says nothing about the trigger alone.
const isExplained = (issue: string): string =>
  `EXISTS (SELECT 1 FROM incident_issue o JOIN incident p ON p.id = o.incident_id
     WHERE o.issue_id = ${issue} AND o.taken_out = 0 AND p.dimension <> '${OWN_DIMENSION}')`

/**
 * Incidents of triggers alone some of whose issues belong to an incident with a named cause by now. One that a person has
 * closed stays as it is.
 */
export const explained = (after: number) =>
  query<CauseKey & { at: number }>(
    `SELECT DISTINCT n.dimension, n.cause, n.began_at AS at FROM incident n JOIN incident_issue m ON m.incident_id = n.id
     WHERE (n.state = 'open' OR n.closed_at > ? AND n.closed_because <> 'person') AND n.dimension = '${OWN_DIMENSION}'
       AND m.taken_out = 0 AND ${isExplained('m.issue_id')}`,
    [after],
  )

/** The triggers alone that made some issues, with their earliest trouble of these. */
export const ownCausesOf = (issues: readonly number[]) =>
  query<CauseKey & { at: number }>(
    `SELECT s.dimension, s.cause, min(s.began_at) AS at FROM json_each(?) j
       CROSS JOIN signal s INDEXED BY signal_issue ON s.issue_id = j.value
     WHERE s.dimension = '${OWN_DIMENSION}' AND s.began_at IS NOT NULL GROUP BY 1, 2`,
    [JSON.stringify(issues)],
  )

const onlyUnexplained = (dimension: string): string =>
  dimension === OWN_DIMENSION ? `AND NOT ${isExplained('s.issue_id')}` : ''

/** The troubles of a cause that began after a moment. */
export const troublesOf = ({ dimension, cause }: CauseKey, from: number) =>
  query<AffectedAccount & { trigger: string }>(
    `SELECT s.id AS signal, s.trigger_id AS "trigger", s.issue_id AS issue, i.account_id AS account, s.began_at AS at,
       i.closed_at AS closedAt
     FROM signal s INDEXED BY signal_cause CROSS JOIN issue i ON i.id = s.issue_id
     WHERE s.dimension = ? AND s.cause = ? AND s.began_at > ? ${onlyUnexplained(dimension)}`,
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

/** How many troubles of a cause began after a moment and up to another. */
export const troubleCount = ({ dimension, cause }: CauseKey, from: number, to: number) =>
  query<{ n: number }>(
    `SELECT count(*) AS n FROM signal s INDEXED BY signal_cause
     WHERE s.dimension = ? AND s.cause = ? AND s.began_at > ? AND s.began_at <= ? ${onlyUnexplained(dimension)}`,
    [dimension, cause, from, to],
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

export const putMember = (incident: number, issue: number, at: number) =>
  statement(
    `INSERT INTO incident_issue (incident_id, issue_id, began_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET began_at = excluded.began_at`,
    [incident, issue, at],
  )

/** What a person has taken out is remembered. */
export const dropMember = (incident: number, issue: number) =>
  statement('DELETE FROM incident_issue WHERE incident_id = ? AND issue_id = ? AND taken_out = 0', [incident, issue])
