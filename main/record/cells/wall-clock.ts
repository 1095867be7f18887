import type { DateFormat } from '../../../shared/source/cell-format.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { usualDate } from './usual-date.ts'

const HALF_OF_DAY = /[ap]\.?m\.?$/i
/** Names of zones, offsets, and abbreviations that stand for one; brackets with words may follow. */
const OFFSET =
  /[\d.m]\s?([a-z]{2,20}\/[a-z_/]{2,60}|[a-z]{1,4}|(utc|gmt)?[+-]\d{1,2}(:?\d{2})?|\([a-z]{1,4}\))(\s\([^()]*\))?$/i
/** Counts since 1970. */
const COUNTED: ReadonlySet<DateFormat> = new Set(['unix_s', 'unix_ms', 'unix_us'])
const COMPACT = /^\d{8}T?(\d{2}){1,3}$/

/** Whether a text that is a date says a time of day and neither zone nor offset: it is what a clock on a wall showed. */
export function isWallClock(text: string, format: DateFormat = 'iso'): boolean {
  // A count since 1970 is one in UTC, although ten of its digits look like a day and an hour.
  if (COUNTED.has(format)) return false
  // Nearly every moment of a large file is a day, or ends in Z.
  if (text.length < 10 && format !== 'excel') return false
  if (text.length === 10 && format !== 'excel') return COMPACT.test(text)
  if (text.endsWith('Z')) return false
  if (format === 'excel') return /^\d+[.,]\d*[1-9]/.test(text)
  // Nearly every clock is written in the usual way, and only dates of systems are read as ISO 8601.
  const usual = format === 'iso' ? text : usualDate(text)
  if (/\d:\d{2}/.test(usual)) return HALF_OF_DAY.test(usual) || !OFFSET.test(usual)
  return COMPACT.test(usual)
}

/** Whether a text that is a date writes its year with two digits, so that the century is not said. */
export const isShortYear = (text: string): boolean => SHORT.test(text)

const SHORT = /^\D{0,8}(\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}|\d{1,2}[-/. ]?\p{L}{3,12}\.?,?[-/. ]?\d{2})(?!\d)/u

const TIME_OF_DAY = /\d:\d{2}|\dT\d/i

/** Whether a text that is a date (`at`, UTC ms) names a day and no time of it. */
export function isDayOnly(text: string, at: number, format: DateFormat = 'iso'): boolean {
  if (at % DAY !== 0 || COUNTED.has(format)) return false
  if (format === 'excel') return !/[.,]\d*[1-9]/.test(text)
  return !COMPACT.test(text) && !TIME_OF_DAY.test(usualDate(text))
}
