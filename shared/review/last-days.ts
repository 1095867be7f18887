import type { Period } from '../period.ts'
import { DAY, HOUR } from '../trigger/duration.ts'

/** The last so many days; null for all of history. Rounded to the hour, so that no tick of the clock changes a query. */
export const lastDays = (days: number | null, now: number): Period =>
  days === null ? {} : { from: Math.max(0, Math.floor((now - days * DAY) / HOUR) * HOUR) }

/**
 * The other way round: how many days until `now` a period is, null for all of history; undefined for a period that is
 * neither, which is the same at every hour.
 */
export function lastDaysOf(period: Period, now: number): number | null | undefined {
  if (period.to !== undefined) return undefined
  if (period.from === undefined) return null
  const days = Math.floor((now - period.from) / DAY)
  return days >= 1 && lastDays(days, now).from === period.from ? days : undefined
}
