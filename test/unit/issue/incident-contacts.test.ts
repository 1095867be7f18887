import { expect, it } from 'vitest'
import { contactsOfIncident } from '../../../main/issue/incident/incident-contacts.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { anAccount, anIssue, aTicket, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'

/** An incident of ten accounts with a risk of 0.3 each, of which the first `contacts` contact us a day later. */
function anIncident(db: ReturnType<typeof aCache>['connection'], beganAt: number, contacts: number, closed: boolean) {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO incident (uid, dimension, cause, state, began_at, found_at, last_at, closed_at, closed_because, usual)
       VALUES (hex(randomblob(8)), 'carrier', 'DHL', ?, ?, ?, ?, ?, ?, 0.1)`,
    )
    .run(closed ? 'closed' : 'open', beganAt, beganAt, beganAt, closed ? beganAt + DAY : null, closed ? 'quiet' : null)
  const incident = Number(lastInsertRowid)
  const accounts = Array.from({ length: 10 }, () => anAccount(db))
  for (const [n, account] of accounts.entries()) {
    const issue = anIssue(db, { account, category: 'fulfilment' })
    db.prepare('UPDATE issue SET risk = 0.3 WHERE id = ?').run(issue)
    db.prepare('INSERT INTO incident_issue VALUES (?, ?, ?, 0)').run(incident, issue, beganAt)
    if (n < contacts) aTicket(db, account, beganAt + DAY)
  }
  return { id: incident, accountIds: accounts }
}

it('says what was expected beside the count, by the risks of the accounts and by past incidents', () => {
  const { connection: db, read } = aCache()
  aWorkspace(db)
  const incident = anIncident(db, NOON - 2 * DAY, 2, false)
  const alone = unwrap(contactsOfIncident(read, { id: incident.id, now: NOON }))
  expect(alone).toMatchObject({ soFar: 2, over: false, withinDays: 14, past: 0, few: true })
  expect(alone.first.expected).toBeGreaterThan(2.5)
  expect(alone.first.expected).toBeLessThan(3.8)
  for (let n = 0; n < 5; n++) anIncident(db, NOON - (60 + n) * DAY, 9, true)
  const judged = unwrap(contactsOfIncident(read, { id: incident.id, now: NOON }))
  expect(judged).toMatchObject({ past: 5, few: false })
  expect(judged.first.expected).toBeGreaterThan(alone.first.expected + 1)
  expect(judged.now.low).toBeGreaterThanOrEqual(2)
})

it('a past one whose contacts can still come teaches nothing yet, and one that began later is none', () => {
  const { connection: db, read } = aCache()
  aWorkspace(db)
  const incident = anIncident(db, NOON - 30 * DAY, 3, true)
  anIncident(db, NOON - 5 * DAY, 9, true)
  anIncident(db, NOON - 20 * DAY, 9, true)
  expect(unwrap(contactsOfIncident(read, { id: incident.id, now: NOON }))).toMatchObject({
    ...{ soFar: 3, over: true, past: 0 },
    now: { expected: 3, low: 3, high: 3 },
  })
})

it('a ticket that is told to be about something else, one before the trouble, and an account that was taken out do not count', () => {
  const { connection: db, read } = aCache()
  aWorkspace(db)
  const incident = anIncident(db, NOON - 10 * DAY, 3, false)
  const [first, second, third, fourth] = incident.accountIds as [number, number, number, number]
  db.prepare(`INSERT INTO ticket_topic SELECT id, 'card', 'billing', NULL, 'tag' FROM object WHERE account_id = ?`).run(
    first,
  )
  db.prepare(
    'UPDATE incident_issue SET taken_out = 1 WHERE issue_id = (SELECT id FROM issue WHERE account_id = ?)',
  ).run(second)
  aTicket(db, fourth, NOON - 11 * DAY)
  expect(third).toBeGreaterThan(0)
  expect(unwrap(contactsOfIncident(read, { id: incident.id, now: NOON })).soFar).toBe(1)
})
