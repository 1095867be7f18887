import { OUTAGE_DIMENSION } from '../../../shared/desk/outage.ts'
import {
  type Incident,
  type IncidentDetail,
  type IncidentIssue,
  type IncidentName,
  incidentTitle,
  type Learning,
} from '../../../shared/incident.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { LEARNS } from '../../issue/door.ts'
import { watchedSince } from '../../signal/door.ts'

type Row = Omit<Incident, 'title'> & Pick<Parameters<typeof incidentTitle>[0], 'triggerTitle' | 'outageOf'>

/** Issues that a person is shown; outreach reaches all of them. */
const SHOWN = 500

/** What the title of an incident is made of beside its own columns. */
const TITLE_PARTS = `(SELECT json_extract(definition, '$.title') FROM trigger t
  WHERE n.dimension = 'trigger' AND t.id = n.cause) AS triggerTitle,
  (SELECT o.dimension FROM outage o WHERE n.dimension = '${OUTAGE_DIMENSION}' AND o.component = n.cause
    ORDER BY o.id DESC LIMIT 1) AS outageOf`
const COLUMNS = `n.id, n.dimension, n.cause, n.state, n.began_at AS beganAt, n.found_at AS foundAt, n.last_at AS lastAt,
  n.closed_at AS closedAt, n.closed_because AS closedBecause, n.previous_id AS previousId, n.usual,
  ${TITLE_PARTS},
  ifnull((SELECT accounts FROM incident_size z WHERE z.incident_id = n.id), 0) AS accounts,
  ifnull((SELECT waiting FROM incident_size z WHERE z.incident_id = n.id), 0) AS waiting`

const rows = (state: Incident['state'] | undefined, offset: number, limit: number) =>
  query<Row>(
    `WITH page AS MATERIALIZED (SELECT n.id FROM incident n INDEXED BY incident_latest
       WHERE ${state ? "(n.state = 'closed') = ($state = 'closed')" : '1'}
       ORDER BY n.state = 'closed', n.last_at DESC, n.id LIMIT $limit OFFSET $offset)
     SELECT ${COLUMNS} FROM page CROSS JOIN incident n ON n.id = page.id
     ORDER BY n.state = 'closed', n.last_at DESC, n.id`,
    state ? { state, limit, offset } : { limit, offset },
  )
const oneRow = (id: number) => query<Row>(`SELECT ${COLUMNS} FROM incident n WHERE n.id = ?`, [id])

const named = ({ triggerTitle, outageOf = null, ...row }: Row): Incident => ({
  ...row,
  title: incidentTitle({ ...row, triggerTitle, outageOf }),
})

/** Incidents that go on first, those that met somebody last first. */
export const incidentList = (
  db: ReadDb,
  { state, offset, limit }: { state?: Incident['state'] | undefined; offset: number; limit: number },
): Incident[] => db.all(rows(state, offset, limit)).map(named)

const titles = query<{ id: string; title: string }>(
  `SELECT id, json_extract(definition, '$.title') AS title FROM trigger WHERE enabled = 1 ORDER BY 2`,
)

/** The triggers of which it is not known yet what is usual, so that no incident of theirs is found before `until`. */
export function learning(db: ReadDb, now: number): Learning {
  const since = watchedSince(db)
  const known = (id: string) => (since.get(id) ?? now) + LEARNS
  const young = db.all(titles).filter(({ id }) => known(id) > now)
  return {
    triggers: young.map(({ title }) => title),
    until: young.length === 0 ? null : Math.max(...young.map(({ id }) => known(id))),
  }
}

const namesOf = (issue: number) =>
  query<Pick<Row, 'id' | 'dimension' | 'cause' | 'state' | 'triggerTitle' | 'outageOf'>>(
    `SELECT n.id, n.dimension, n.cause, n.state, ${TITLE_PARTS}
     FROM incident_issue k CROSS JOIN incident n ON n.id = k.incident_id
     WHERE k.issue_id = ? AND k.taken_out = 0 ORDER BY n.state = 'closed', n.found_at DESC`,
    [issue],
  )

/** The incidents that an issue belongs to. */
export const incidentsOfIssue = (db: ReadDb, issue: number): IncidentName[] =>
  db.all(namesOf(issue)).map(({ id, state, ...row }) => ({ id, title: incidentTitle(row), state }))

const issuesOf = (incident: number) =>
  query<Omit<IncidentIssue, 'takenOut'> & { takenOut: 0 | 1 }>(
    `WITH page AS MATERIALIZED (SELECT m.issue_id, m.began_at, m.taken_out
       FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id WHERE m.incident_id = ?
       ORDER BY i.state = 'closed', i.priority DESC, i.id LIMIT ${SHOWN + 1})
     SELECT i.id AS issueId, i.account_id AS accountId, a.name AS accountName, i.category, i.title, i.state, i.priority,
       p.began_at AS beganAt, p.taken_out AS takenOut
     FROM page p CROSS JOIN issue i ON i.id = p.issue_id CROSS JOIN account a ON a.id = i.account_id
     ORDER BY i.state = 'closed', i.priority DESC, i.id`,
    [incident],
  )

const triggersOf = ({ id, dimension, cause }: Incident) =>
  query<IncidentDetail['triggers'][number]>(
    `SELECT n.id, json_extract(t.definition, '$.title') AS title, n.issues
     FROM (SELECT s.trigger_id AS id, count(DISTINCT m.issue_id) AS issues
         FROM incident_issue m CROSS JOIN signal s INDEXED BY signal_issue ON s.issue_id = m.issue_id
         WHERE m.incident_id = ? AND m.taken_out = 0 AND s.dimension = ? AND s.cause = ? GROUP BY 1) n
       JOIN trigger t ON t.id = n.id ORDER BY 3 DESC, 1`,
    [id, dimension, cause],
  )

const playbooksOf = (incident: number) =>
  query<IncidentDetail['playbooks'][number]>(
    `SELECT n.id, json_extract(p.definition, '$.name') AS name, n.issues
     FROM (SELECT i.playbook_id AS id, count(*) AS issues
         FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id
         WHERE m.incident_id = ? AND m.taken_out = 0 AND i.state = 'open' GROUP BY 1) n
       JOIN playbook p ON p.id = n.id ORDER BY 3 DESC, 1`,
    [incident],
  )

const firstOfEach = (incident: number) =>
  query<{ at: number }>(
    `SELECT min(m.began_at) AS at FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id
     WHERE m.incident_id = ? AND m.taken_out = 0 GROUP BY i.account_id`,
    [incident],
  )

/** Stretches of a chart, ms, from fine to coarse; about so many of them. */
const STRETCHES = [HOUR / 12, HOUR / 4, HOUR, 3 * HOUR, 6 * HOUR, DAY, 7 * DAY] as const
const BARS = 40
/** So many of them at least come before the first account. */
const BEFORE = 5

/** New accounts over time, from a little before the first one until it was over, or now. */
function seriesOf(db: ReadDb, incident: Incident, now: number): IncidentDetail['series'] {
  const end = Math.max(incident.lastAt, incident.closedAt ?? now)
  const span = end - incident.beganAt
  const every = STRETCHES.find(stretch => span * 1.2 <= stretch * BARS) ?? 7 * DAY
  const first = Math.floor((incident.beganAt - Math.max(span * 0.2, BEFORE * every)) / every) * every
  const points = Array.from({ length: Math.floor((end - first) / every) + 1 }, (_, i) => ({
    at: first + i * every,
    accounts: 0,
  }))
  for (const { at } of db.all(firstOfEach(incident.id))) {
    const point = points[Math.floor((at - first) / every)]
    if (point) point.accounts++
  }
  return { every, usual: (incident.usual * every) / DAY, points }
}

/** One incident with its accounts, how they came, and what would be done for them. */
export function incidentDetail(db: ReadDb, { id, now }: { id: number; now: number }): Result<IncidentDetail> {
  const row = db.get(oneRow(id))
  if (!row)
    return fail(
      'not_found',
      `There is no incident ${id}.`,
      'The incident may belong to another workspace.',
      'Choose an incident from the list.',
    )
  const incident = named(row)
  const issues = db.all(issuesOf(id)).map(issue => ({ ...issue, takenOut: issue.takenOut === 1 }))
  return ok({
    ...incident,
    series: seriesOf(db, incident, now),
    triggers: db.all(triggersOf(incident)),
    playbooks: db.all(playbooksOf(id)),
    issues: issues.slice(0, SHOWN),
    more: issues.length > SHOWN,
  })
}
