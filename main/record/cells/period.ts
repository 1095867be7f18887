import { DAY } from '../../../shared/trigger/duration.ts'
import { monthOf } from './months.ts'

/** A week, a month or a quarter that is written in place of a day. It is read as its first day, which is said. */
export interface CalendarPeriod {
  kind: 'week' | 'month' | 'quarter'
  /** Year, month and day of its first day. */
  first: readonly [number, number, number]
  /** How many days it has. */
  days: number
  /** The year has two digits. */
  short: boolean
}

const WEEK = /^(\d{4})-?W(\d{2})$/i
/** `2026-12` and `2026年12月`. */
const YEAR_MONTH = /^(\d{4})(?:[-/]|[年년]\s?)(\d{1,2})(?:[月월])?$/
/** `12/2026` and `12-2026`. With a dot it may be a number. */
const MONTH_YEAR = /^(\d{1,2})[-/](\d{4})$/
/** `Dec 2026`, `December, 2026`, `dez/2026`, `diciembre de 2026`. */
const NAMED = /^(\p{L}{3,12})\.?(?:,?\s|[-/])(?:de |d['’])?(\d{4})(?:\s?(?:г|r)\.?)?$/iu
/** `Dec-26`, as spreadsheets show a month, and `Dec ’26`; `Dec 26` is a day. */
const NAMED_SHORT = /^(\p{L}{3,12})\.?(?:[-/]|\s?['’])(\d{2})$/u
/** `2026-Dec`. */
const YEAR_NAMED = /^(\d{4})[-/ ](\p{L}{3,12})\.?$/u
const Q = String.raw`(?:q|qtr\.?|quarter|quartal|kvartal|kwartaal|trimestre)`
/** `Q3 2026`, `Q3/26`, `Q3-2026`. */
const QUARTER = new RegExp(String.raw`^${Q}\s?([1-4])[-/,\s]{0,2}['’]?(\d{4}|\d{2})$`, 'i')
/** `2026-Q3`, `2026Q3`, `2026 Q3`. */
const YEAR_QUARTER = new RegExp(String.raw`^(\d{4})[-/\s]?${Q}\s?([1-4])$`, 'i')
/** `3. Quartal 2026`, `3Q26`, `3rd quarter 2026`, `3er trimestre de 2026`. */
const NTH_QUARTER = new RegExp(
  String.raw`^([1-4])(?:\.|st|nd|rd|th|ère|ere|ère|er|ème|eme|e|º|°|o)?\s?${Q}[-/\s]?(?:de )?['’]?(\d{4}|\d{2})$`,
  'i',
)
const EASTERN_QUARTER = /^(\d{4})年\s?第?([1-4])四半期$/

/** The period that a text names; null for a text that is none, such as a quarter of a fiscal year. */
export function periodOf(text: string): CalendarPeriod | null {
  const week = WEEK.exec(text)
  if (week) return weekOf(Number(week[1]), Number(week[2]))
  const yearMonth = YEAR_MONTH.exec(text)
  if (yearMonth) return monthIn(yearMonth[1], Number(yearMonth[2]))
  const monthYear = MONTH_YEAR.exec(text)
  if (monthYear) return monthIn(monthYear[2], Number(monthYear[1]))
  return quarterNamed(text) ?? monthNamed(text)
}

function monthNamed(text: string): CalendarPeriod | null {
  const found = NAMED.exec(text) ?? NAMED_SHORT.exec(text)
  if (found) return monthIn(found[2], monthOf(found[1] ?? ''))
  const yearFirst = YEAR_NAMED.exec(text)
  return yearFirst && monthIn(yearFirst[1], monthOf(yearFirst[2] ?? ''))
}

function quarterNamed(text: string): CalendarPeriod | null {
  const yearFirst = YEAR_QUARTER.exec(text) ?? EASTERN_QUARTER.exec(text)
  if (yearFirst) return months('quarter', yearFirst[1] ?? '', Number(yearFirst[2]) * 3 - 2)
  const found = QUARTER.exec(text) ?? NTH_QUARTER.exec(text)
  return found && months('quarter', found[2] ?? '', Number(found[1]) * 3 - 2)
}

const monthIn = (year: string | undefined, month: number | undefined): CalendarPeriod | null =>
  month === undefined || month < 1 || month > 12 ? null : months('month', year ?? '', month)

/** Two digits of a year, as POSIX reads them. */
const century = (year: number): number => (year < 69 ? 2000 + year : 1900 + year)

function months(kind: 'month' | 'quarter', written: string, month: number): CalendarPeriod {
  const short = written.length === 2
  const year = short ? century(Number(written)) : Number(written)
  const end = Date.UTC(year, month - 1 + (kind === 'month' ? 1 : 3), 1)
  return { kind, first: [year, month, 1], days: (end - Date.UTC(year, month - 1, 1)) / DAY, short }
}

/** The Monday of week 1, which is the one with 4 January in it. UTC ms. */
function firstMonday(year: number): number {
  const fourth = Date.UTC(year, 0, 4)
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY
}

/** A day (1: Monday) of a week of ISO 8601 as year, month and day; null where the year has no such week. */
export function dayOfWeek(year: number, week: number, day: number): readonly [number, number, number] | null {
  const at = firstMonday(year) + ((week - 1) * 7 + day - 1) * DAY
  if (week < 1 || at >= firstMonday(year + 1)) return null
  const date = new Date(at)
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
}

function weekOf(year: number, week: number): CalendarPeriod | null {
  const first = dayOfWeek(year, week, 1)
  return first && { kind: 'week', first, days: 7, short: false }
}
