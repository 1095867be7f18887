import type { Period } from '../../shared/period.ts'
import { lastDays } from '../../shared/review/last-days.ts'
import { useNow } from './now.ts'

/** The range that a list of the past begins with, in days. */
export const FIRST_DAYS = 30

/** The last so many days; null for all of history. */
export const useLastDays = (days: number | null): Period => lastDays(days, useNow())
