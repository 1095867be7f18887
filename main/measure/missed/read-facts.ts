import type { Period } from '../../../shared/period.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import type { Category } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { LEFT_AT } from '../../cache/left.ts'
import { bounds } from '../cohort/read-starts.ts'
import { type ActFact, type IssueFact, LOOK_BACK, type TroubleFacts } from './cause.ts'
import type { Trouble } from './read-troubles.ts'

type Owned<T> = T & { accountId: number; category: Category }

const issuesSince = (from: number, to: number) =>
  query<Owned<Omit<IssueFact, 'snoozes'>> & { uid: string }>(
    `SELECT id, uid, account_id AS accountId, category, opened_at AS openedAt, closed_at AS closedAt,
       closed_because AS closedBecause
     FROM issue WHERE opened_at < ? AND (closed_at IS NULL OR closed_at >= ?) ORDER BY opened_at, id`,
    [to, from],
  )

/** Decisions that took an issue out of the queue or brought it back; one that was undone ends with its undo. */
const snoozed = query<{ uid: string; at: number; until: number | null; undoneAt: number | null }>(
  `SELECT i.value AS uid, j.at, j.args ->> '$.until' AS until, u.at AS undoneAt
   FROM journal j CROSS JOIN json_each(j.args, '$.ids') i LEFT JOIN journal u ON u.undoes = j.id
   WHERE j.command IN ('issue.snooze', 'issue.unsnooze') ORDER BY j.seq`,
)

const actsIn = (from: number, to: number) =>
  query<Owned<Omit<ActFact, 'at'> & { at: number | null }>>(
    `SELECT i.issue_id AS issueId, i.account_id AS accountId, s.category, i.arm, i.window_ends_at AS until,
       iif(i.arm = 'treatment', ${LEFT_AT}, i.exposed_at) AS at
     FROM intervention i JOIN issue s ON s.id = i.issue_id
     WHERE i.exposed_at < ? AND i.window_ends_at >= ? AND i.recalled_at IS NULL ORDER BY i.exposed_at, i.id`,
    [to, from],
  )

const heldBack = (from: number, to: number) =>
  query<{ triggerId: string; day: number; accountId: number }>(
    'SELECT trigger_id AS triggerId, day, account_id AS accountId FROM held_back WHERE day BETWEEN ? AND ? ORDER BY 1, 2',
    [Math.floor(from / DAY), Math.floor(to / DAY)],
  )

const factBefore = (account: number, at: number) =>
  query<{ found: number }>(
    `SELECT EXISTS (SELECT 1 FROM event WHERE account_id = $account AND at < $at)
       OR EXISTS (SELECT 1 FROM object WHERE account_id = $account AND kind <> 'ticket' AND ifnull(opened_at, 0) < $at)
       AS found`,
    { account, at },
  )

const firstIssue = query<{ at: number | null }>('SELECT min(opened_at) AS at FROM issue')

/** Acts whose window ended so long before a period are not looked at, even if they were judged within the look-back. */
const LONGEST_WINDOW = 90 * DAY

/** What the engine hands in: the triggers that are on, as this stage sees them. */
export interface LookingTrigger {
  id: string
  title: string
  category: Category
  /** Whether some source supplies all that it looks at. */
  isSupplied: boolean
  /** Since when it has looked in its present form, UTC ms; null: it has not looked yet. */
  since: number | null
}

/** Reads, once for a period, what was decided about accounts; then answers for one trouble after the other. */
export interface FactReader {
  /** From when the console watched, UTC ms; null where it has not yet. */
  watchedFrom: number | null
  factsOf(trouble: Trouble): TroubleFacts
}

export function readMissedFacts(db: ReadDb, period: Period, triggers: readonly LookingTrigger[]): FactReader {
  const { from, to } = bounds(period)
  const [since, until] = [from - LOOK_BACK, Math.min(to, Number.MAX_SAFE_INTEGER)]
  const snoozes = snoozeSpans(db)
  const issues = byAccount(
    db.all(issuesSince(since, until)).map(({ uid, ...issue }) => ({ ...issue, snoozes: snoozes.get(uid) ?? [] })),
  )
  const acts = byAccount(
    db.all(actsIn(since - LONGEST_WINDOW, until)).flatMap(({ at, ...act }) => (at === null ? [] : { ...act, at })),
  )
  const held = byAccount(db.all(heldBack(Math.max(0, since), Math.min(until, 8e15))))
  const watchedFrom = watchingSince(db, triggers)
  return {
    watchedFrom,
    factsOf: ({ accountId, at, category }) => {
      const concerns = (one: { category: Category }) => category === null || one.category === category
      const looking = triggers.filter(concerns)
      const capped = looking.filter(({ id }) =>
        held.get(accountId)?.some(({ triggerId, day }) => triggerId === id && isWithin(day, at)),
      )
      return {
        at,
        isWatched: watchedFrom !== null && at >= watchedFrom,
        acts: acts.get(accountId)?.filter(concerns) ?? [],
        issues: issues.get(accountId)?.filter(concerns) ?? [],
        capped: capped.map(({ title }) => title),
        hasFacts: db.get(factBefore(accountId, at))?.found === 1,
        isSupplied: looking.length === 0 || looking.some(({ isSupplied }) => isSupplied),
      }
    },
  }
}

const isWithin = (day: number, at: number): boolean => day * DAY < at && day >= Math.floor((at - LOOK_BACK) / DAY)

const byAccount = <T extends { accountId: number }>(rows: readonly T[]): Map<number, T[]> =>
  Map.groupBy(rows, ({ accountId }) => accountId)

/** The console has watched since its first issue, or since a trigger has looked, whichever was first. */
function watchingSince(db: ReadDb, triggers: readonly LookingTrigger[]): number | null {
  const moments = [db.get(firstIssue)?.at, ...triggers.map(({ since }) => since)].flatMap(at => at ?? [])
  return moments.length === 0 ? null : moments.reduce((least, at) => Math.min(least, at))
}

function snoozeSpans(db: ReadDb): Map<string, (readonly [number, number])[]> {
  const spans = new Map<string, [number, number][]>()
  for (const { uid, at, until, undoneAt } of db.all(snoozed)) {
    const own = spans.get(uid) ?? []
    const last = own.at(-1)
    if (last) last[1] = Math.min(last[1], at)
    if (until !== null) own.push([at, Math.min(until, undoneAt ?? until)])
    spans.set(uid, own)
  }
  return spans
}
