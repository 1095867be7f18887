import type { Period } from '../../shared/period.ts'
import { DAY, HOUR } from '../../shared/trigger/duration.ts'
import { useNow } from './now.ts'

/** The range that a list of the past begins with, in days. */
export const FIRST_DAYS = 30

/** The last so many days; null for all of history. Rounded to the hour, so that no tick of the clock changes a query. */
const lastDays = (days: number | null, now: number): Period =>
  days === null ? {} : { from: Math.max(0, Math.floor((now - days * DAY) / HOUR) * HOUR) }

export const useLastDays = (days: number | null): Period => lastDays(days, useNow())
