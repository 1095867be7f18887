import type { Hindsight } from '../../../shared/trigger/backtest.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { THEIRS } from '../../cache/asked/tickets.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { lackingTo } from '../evaluate/supply.ts'
import type { Fired } from './answer.ts'
import { measureAccounts } from './gather.ts'
import type { KnownThen } from './known.ts'
import { readLearning } from './learning.ts'
import { firableOf } from './lives.ts'

/** A firing is tried at so many moments at which rows of its account came in. */
const MOST_MOMENTS = 8

const troubleAfter = (account: number, at: number) =>
  query<{ at: number | null }>(
    `SELECT min(at) AS at FROM (
       SELECT min(o.opened_at) AS at FROM object o WHERE o.account_id = $account AND ${THEIRS} AND o.opened_at > $at
       UNION ALL SELECT churned_at FROM account WHERE id = $account AND churned_at > $at)`,
    { account, at },
  )

const eventsBefore = (account: number, at: number, from: number) =>
  query<{ id: number; at: number }>(
    'SELECT id, at FROM event WHERE account_id = ? AND at > ? AND at <= ? ORDER BY at DESC LIMIT 500',
    [account, from, at],
  )

/**
 * Whether each firing was possible with what was known: its condition holds, as known, when it fired, at a moment at which
 * rows of its account came in, or right before what followed, at the latest when its window was over.
 */
export function hindsightOf(db: ReadDb, definition: Trigger, fired: readonly Fired[]): Hindsight {
  const learning = readLearning(db)
  const lacking = lackingTo(db, definition)
  const { when, each } = definition
  const asked = { when, ...(each ? { each } : {}) }
  const holds = (account: number, known: KnownThen): boolean => {
    const span = { start: known.moment, end: known.moment }
    const part = measureAccounts(db, asked, span, { first: account, last: account, lacking, known }, () => {})
    const spans = firableOf(part, asked, span.end)
    let found = false
    for (let unit = 0; unit < part.ids.length && !found; unit++)
      spans(unit, from => {
        found ||= from <= span.end
      })
    return found
  }
  const window = parseDuration(definition.window) ?? 0
  const only = fired.filter(({ account, at, followed }) => {
    const until = (followed ? db.get(troubleAfter(account, at))?.at : null) ?? at + window
    const came = db
      .all(eventsBefore(account, at, at - window))
      .map(event => learning.learnedAt('event', event.id, event.at))
      .filter(moment => moment > at && moment < until)
    const moments = [...new Set([at, ...came.sort((a, b) => a - b).slice(0, MOST_MOMENTS), until - 1])]
    return !moments.some(moment => holds(account, { moment, learning }))
  })
  return { looked: fired.length, only: only.length }
}
