import type { Day } from '../../../shared/desk/day.ts'
import { fromWallClock, toWallClock } from '../../../shared/local-time.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type Commands, journalOf } from '../../cache/journal.ts'
import { waitingFor } from '../../queue/door.ts'
import { issueEntries } from './journal.ts'

/** More decisions of one day are in the journal. */
const MOST_DONE = 200

const accountsOfIssues = (issues: string) =>
  query<{ id: number; name: string }>(
    `SELECT i.id, a.name FROM json_each(?) j CROSS JOIN issue i ON i.id = j.value JOIN account a ON a.id = i.account_id`,
    [issues],
  )

/** The day of a person as it is at `now`, by the clock in `zone`. */
export function dayOfPerson(
  db: ReadDb,
  { me, now, zone, commands }: { me: string; now: number; zone: string; commands: Commands },
): Day {
  const since = fromWallClock(Math.floor(toWallClock(now, zone) / DAY) * DAY, zone)
  return { me, since, ...waitingFor(db, me, now), done: doneSince(db, me, since, commands) }
}

/** What a person decided and has not undone, the newest first. */
function doneSince(db: ReadDb, me: string, since: number, commands: Commands): Day['done'] {
  const rows = journalOf(db, me, since, MOST_DONE)
  const undone = new Set(rows.flatMap(({ undoes }) => undoes ?? []))
  const entries = issueEntries(
    db,
    commands,
    rows.filter(row => row.undoes === null && !undone.has(row.id)),
  )
  const first = entries.flatMap(({ issues }) => issues.slice(0, 1))
  const names = new Map(db.all(accountsOfIssues(JSON.stringify([...new Set(first)]))).map(({ id, name }) => [id, name]))
  return entries.map(({ id, at, command, issues }) => {
    const issueId = issues[0] ?? null
    const accountName = issueId === null ? null : (names.get(issueId) ?? null)
    return { journalId: id, at, command, issueId, accountName, issues: issues.length }
  })
}
