import type { Condition } from '../../../shared/trigger/trigger.ts'
import type { ReadDb } from '../../cache/db.ts'
import { bind, holdsAt, planCondition } from '../language/detect.ts'
import { readFacts, readingOf } from './read-facts.ts'

/** Whether a condition holds for one account at a moment, read from the cache. */
export function conditionHolds(db: ReadDb, condition: Condition, accountId: number, at: number): boolean {
  const plan = planCondition(condition)
  return holdsAt(bind(plan, readFacts(db, [accountId], readingOf([plan]), at)(accountId)), at)
}
