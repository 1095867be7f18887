import type { IncidentContacts } from '../../../shared/incident.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { mayBeAbout, THEIRS } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import {
  CONTACTS_WITHIN,
  type ConcernedAccount,
  contactsAreOver,
  contactsSoFar,
  ENOUGH_PAST,
  expectedAtFirst,
  expectedNow,
  type PastIncident,
} from './contacts.ts'

/** Past incidents that are looked at; older ones were of another time. */
const MOST_PAST = 20
/** Accounts of a past one that are enough to know what it made of its risks. */
const SOME_ACCOUNTS = 200
/** More accounts than these are counted as if the first ones stood for all. */
const MOST_ACCOUNTS = 2_000

/** The accounts of an incident: each with its first trouble, its risk then, and its first contact since that may be about it. */
const accountsOf = (incident: number, now: number, most: number) =>
  query<ConcernedAccount>(
    `SELECT m.began_at AS beganAt,
       coalesce((SELECT s.risk FROM issue_score s WHERE s.issue_id = i.id ORDER BY s.at LIMIT 1), i.risk) AS risk,
       (SELECT min(o.opened_at) FROM object o WHERE o.account_id = i.account_id AND ${THEIRS}
          AND ${mayBeAbout('i.category')} AND o.opened_at > m.began_at
          AND o.opened_at <= min(m.began_at + ${CONTACTS_WITHIN}, @now)) AS contactedAt
     FROM (SELECT issue_id, min(k.began_at) AS began_at, x.account_id
           FROM incident_issue k CROSS JOIN issue x ON x.id = k.issue_id
           WHERE k.incident_id = @incident AND k.taken_out = 0 GROUP BY x.account_id LIMIT @most) m
       CROSS JOIN issue i ON i.id = m.issue_id`,
    { incident, now, most },
  )

/** Incidents before one whose contacts have all come, of the same dimension first, the latest first. */
const pastOf = (incident: { id: number; dimension: string; beganAt: number }, now: number) =>
  query<{ id: number }>(
    `SELECT n.id FROM incident n WHERE n.state = 'closed' AND n.id <> @id AND n.began_at < @began AND n.last_at <= @over
     ORDER BY n.dimension <> @dimension, n.last_at DESC, n.id LIMIT ${MOST_PAST}`,
    {
      id: incident.id,
      began: incident.beganAt,
      over: now - CONTACTS_WITHIN,
      dimension: incident.dimension,
    },
  )

function pastIncident(db: ReadDb, id: number, now: number): PastIncident {
  const accounts = db.all(accountsOf(id, now, SOME_ACCOUNTS))
  return { expected: accounts.reduce((sum, { risk }) => sum + risk, 0), contacts: contactsSoFar(accounts, now) }
}

const incidentNumbered = (id: number) =>
  query<{ id: number; dimension: string; beganAt: number; accounts: number }>(
    `SELECT n.id, n.dimension, n.began_at AS beganAt,
       ifnull((SELECT accounts FROM incident_size z WHERE z.incident_id = n.id), 0) AS accounts
     FROM incident n WHERE n.id = ?`,
    [id],
  )

/** How many contacts an incident causes, as was to be expected and as it is. */
export function contactsOfIncident(db: ReadDb, { id, now }: { id: number; now: number }): Result<IncidentContacts> {
  const incident = db.get(incidentNumbered(id))
  if (!incident)
    return fail(
      'not_found',
      `There is no incident ${id}.`,
      'The incident may belong to another workspace.',
      'Choose an incident from the list.',
    )
  const past = db.all(pastOf(incident, now)).map(({ id }) => pastIncident(db, id, now))
  const accounts = db.all(accountsOf(incident.id, now, MOST_ACCOUNTS))
  // Very many are foretold by the first of them; the interval is that of as many more.
  const times = accounts.length === 0 ? 1 : Math.max(1, incident.accounts / accounts.length)
  const scaled = ({ expected, low, high }: { expected: number; low: number; high: number }) => ({
    expected: expected * times,
    low: Math.floor(low * times),
    high: Math.ceil(high * times),
  })
  return ok({
    soFar: Math.round(contactsSoFar(accounts, now) * times),
    over: contactsAreOver(accounts, now),
    withinDays: CONTACTS_WITHIN / DAY,
    first: scaled(expectedAtFirst(accounts, past)),
    now: scaled(expectedNow(accounts, past, now)),
    past: past.length,
    few: past.length < ENOUGH_PAST,
  })
}
