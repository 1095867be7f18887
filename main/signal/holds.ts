import type { Condition } from '../../shared/trigger.ts'
import type { ReadDb } from '../cache/db.ts'
import { bind, holdsAt, needsOf, planCondition } from './detect.ts'
import { eventsOf } from './gather.ts'

/** Whether a condition holds for one account at a moment, read from the cache. */
export function conditionHolds(db: ReadDb, condition: Condition, accountId: number, at: number): boolean {
  const plan = planCondition(condition)
  const accounts = JSON.stringify([accountId])
  const history = new Map(needsOf([plan]).map(need => [need.kind, db.all(eventsOf(accounts, need, at))]))
  return holdsAt(bind(plan, history), at)
}
