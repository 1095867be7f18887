import type { HoursAnswer } from '../../../shared/desk/hours.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { currencyOfDesk } from './facets.ts'
import { bestWork, type WorkItem } from './knapsack.ts'
import { MOST_LOOKED_AT, type ReachOf } from './lists.ts'
import { type DeskList, listWhere } from './where.ts'

const HOUR_MINUTES = 60

/** The issues of a list that bring most for each minute, nobody else's; minutes of work are rounded up to whole ones. */
function likelyWork(list: DeskList) {
  const { sql, params } = listWhere('i', list)
  return query<WorkItem>(
    `SELECT i.id, max(1, CAST(ceil(i.minutes) AS INTEGER)) AS minutes, i.risk * i.treatability * i.value_minor AS effect
     FROM issue i WHERE ${sql} AND i.state = 'open' AND i.treatability > 0 AND coalesce(i.claimed_by, ?) = ?
     ORDER BY i.risk * i.treatability * i.value_minor / max(i.minutes, 1) DESC, i.id LIMIT ${MOST_LOOKED_AT}`,
    [...params, list.actor, list.actor],
  )
}

/**
 * The work of a list that avoids most within a time, of what could be started now or would leave later; and what one more
 * hour would add. WorkItem that is refused, held out or waits for somebody else brings nothing.
 */
export function workFor(db: ReadDb, list: DeskList, minutes: number, reachOf: ReachOf): HoursAnswer {
  const likely = db.all(likelyWork(list))
  const reach = reachOf(likely.map(({ id }) => id))
  const free = likely.filter(({ id }) => reach.get(id)?.reach === 'now' || reach.get(id)?.reach === 'later')
  const best = bestWork(free, minutes + HOUR_MINUTES)
  const choice = best.choiceAt(minutes)
  return {
    minutes,
    issueIds: choice.toSorted((a, b) => b.effect / b.minutes - a.effect / a.minutes || a.id - b.id).map(({ id }) => id),
    used: choice.reduce((sum, work) => sum + work.minutes, 0),
    effectMinor: best.effectAt(minutes),
    currency: currencyOfDesk(db),
    more: {
      effectMinor: best.effectAt(minutes + HOUR_MINUTES) - best.effectAt(minutes),
      issues: best.choiceAt(minutes + HOUR_MINUTES).length - choice.length,
    },
    considered: likely.length,
    blocked: likely.length - free.length,
  }
}
