import { DAY } from '../../../shared/trigger/duration.ts'
import type { StreamPlan } from './plan.ts'

/** A day of grace: systems cut times to days, and their clocks differ. */
const GRACE = DAY

/**
 * Whether the source gave rows that are older than it was asked for, in words; null where it did not, or cannot tell.
 * `since` is UTC ms.
 */
export function ignoredTime(plan: StreamPlan, since: number, items: readonly unknown[]): string | null {
  const { timeOf } = plan
  if (!timeOf || !plan.asksSince || since <= GRACE) return null
  const older = items.some(item => {
    const at = timeOf(item)
    return at !== null && at < since - GRACE
  })
  if (!older) return null
  return `Asked since ${plan.writeTime(since)}, older rows came back: the server may ignore the time, or expect another format.`
}
