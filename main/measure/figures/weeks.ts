import { DAY } from '../../../shared/trigger/duration.ts'

// 1 January 1970 was a Thursday, so weeks that begin on Monday begin four days after a multiple of seven.
const MONDAY = 4 * DAY
export const WEEK = 7 * DAY

/** Whole weeks from `begin` (UTC ms, a Monday) on. */
export interface WeekSpan {
  begin: number
  length: number
}

/** The Monday (UTC) of a moment's week. */
export const weekOf = (at: number): number => Math.floor((at - MONDAY) / WEEK) * WEEK + MONDAY
