import { own } from '../../../shared/foreign/own.ts'
import { isTimeZone, wallMomentOf } from '../../../shared/local-time.ts'
import type { DateOrder } from '../../../shared/source/cell-format.ts'
import { isCroatian, monthOf } from './months.ts'
import { type CalendarPeriod, dayOfWeek, periodOf } from './period.ts'
import { usualDate } from './usual-date.ts'

/** The parts of a date as it is written. Where numbers alone stand there, which of them is the day is not said yet. */
export interface WrittenDate {
  /** In the order of the text. */
  parts: readonly [number, number, number]
  /** The order, where the text itself tells it: by a four-digit year in front, or by the name of a month. */
  order: DateOrder | null
  /** The year has two digits. */
  short: boolean
  separator: string
  /** Time of day in ms, less the offset from UTC. Without a zone it is read as UTC. */
  time: number
  /** The name of a zone behind the clock, such as Europe/Berlin. */
  zone: string | null
  timed: boolean
  /** The clock shows 1 to 12 and says neither AM nor PM nor a zone, so it may be one of twelve hours. */
  mayLackHalf: boolean
  /** What is written in place of a day; its first day is meant. */
  period: CalendarPeriod['kind'] | null
}

const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([ap]\.?m\.?(?![a-z]))?\s?((?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?|[a-z]{2,20}\/[a-z_]{2,30}(?:\/[a-z_]{2,30})?|[a-z]{1,4})?(?:\s\(([^()]*)\))?`
const CLOCK = new RegExp(`^${TIME}$`, 'i')
const TWELVE_HOURS = /^(0?[1-9]|1[0-2]):\d{2}(:\d{2}([.,]\d+)?)?$/
const NUMBERS = /^(\d{1,4})([-/. ])(\d{1,2})\2(\d{4}|\d{1,2})(?:(?:T|,\s?|\s{1,2})(\d{1,2}:.+))?$/i
/** 2024年2月17日 and 2024년 2월 17일. */
const EASTERN = /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일](?:\s?\(.\))?(?:\s?(\d{1,2}:.+))?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})?(\d{2})?Z?)?$/
const WEEKDAY = /^\p{L}{2,12}[.,]{0,2}\s/u
/** Hungarian: `2024. január 15.` */
const YEAR_FIRST = /^(\d{4})\.?\s(\p{L}{3,12})\.?\s(\d{1,2})\.?(?:,?\s(\d{1,2}:.+))?$/iu
const NAMED =
  /^(?:the )?(\d{1,2})(?:st|nd|rd|th|er|\.?[ºª°]|\.)?[-/ ]?\s?(?:de |of )?(\p{L}{3,12})\.?,?[-/ ]?\s?(?:de |of )?(\d{4}|\d{2})(?:(?:T|,\s?|\s)(\d{1,2}:.+))?$/iu
const MONTH_FIRST =
  /^(\p{L}{3,12})\.?[- ](\d{1,2})(?:st|nd|rd|th)?,?[- ]\s?(\d{4})(?:(?:,\s?|\s)(?:at )?(\d{1,2}:.+))?$/iu

/** Reads the parts of a date; null where the text is none. Whether that day exists, `momentOf` says. */
export function writtenDate(text: string): WrittenDate | null {
  const found = usual(text)
  if (found) return found
  const rewritten = usualDate(text)
  return rewritten === text ? null : usual(rewritten)
}

function usual(text: string): WrittenDate | null {
  const first = text.charCodeAt(0)
  if (first < 48 || first > 57) return named(text)
  const found = NUMBERS.exec(text)
  if (!found) return compact(text) ?? eastern(text) ?? named(text)
  const [, a = '', separator = '', b = '', c = '', clock] = found
  if (a.length === 3 || (a.length === 4 ? c.length === 4 : c.length === 1)) return null
  const order = a.length === 4 ? ('ymd' as const) : null
  return dated([Number(a), Number(b), Number(c)], { order, separator, short: !order && c.length === 2, clock })
}

function named(text: string): WrittenDate | null {
  const rest = WEEKDAY.test(text) && !MONTH_FIRST.test(text) ? text.replace(WEEKDAY, '').trimStart() : text
  return dayFirst(rest) ?? monthFirst(rest) ?? yearFirst(rest) ?? week(text)
}

function dayFirst(text: string): WrittenDate | null {
  const found = isCroatian(text) ? null : NAMED.exec(text)
  return found && withMonth(found[2], [found[1], found[3]], 'dmy', found[4])
}

function monthFirst(text: string): WrittenDate | null {
  const found = MONTH_FIRST.exec(text)
  return found && withMonth(found[1], [found[2], found[3]], 'mdy', found[4])
}

function yearFirst(text: string): WrittenDate | null {
  const found = YEAR_FIRST.exec(text)
  const month = found && monthOf(found[2] ?? '')
  if (!found || month === null || month === undefined) return null
  const parts = [Number(found[1]), month, Number(found[3])] as const
  return dated(parts, { order: 'ymd', separator: ' ', short: false, clock: found[4] })
}

function withMonth(
  name: string | undefined,
  [day = '', year = '']: readonly (string | undefined)[],
  order: 'dmy' | 'mdy',
  clock: string | undefined,
): WrittenDate | null {
  const month = monthOf(name ?? '')
  if (month === undefined) return null
  const numbers = order === 'dmy' ? [Number(day), month, Number(year)] : [month, Number(day), Number(year)]
  return dated(numbers as [number, number, number], { order, separator: ' ', short: year.length === 2, clock })
}

/** `20241231`, `2024123110`, `202412311030`, `20241231T103000Z`. A plain number may be one, so only a column of dates is read this way. */
function compact(text: string): WrittenDate | null {
  const found = COMPACT.exec(text)
  if (!found) return null
  const [, year, month, day, hour, minute = '00', second = '00'] = found
  const clock = hour === undefined ? undefined : `${hour}:${minute}:${second}`
  return dated([Number(year), Number(month), Number(day)], { order: 'ymd', separator: '', short: false, clock })
}

const WEEK_DAY = /^(\d{4})-?W(\d{2})-?([1-7])$/i

/** `2026-W05-3` of ISO 8601, or a week, a month or a quarter, whose first day is meant. */
function week(text: string): WrittenDate | null {
  const found = WEEK_DAY.exec(text)
  const period = found ? null : periodOf(text)
  const parts = found ? dayOfWeek(Number(found[1]), Number(found[2]), Number(found[3])) : period?.first
  if (!parts) return null
  const written = dated([...parts], { order: 'ymd', separator: '-W', short: false, clock: undefined })
  return written && { ...written, period: period?.kind ?? null }
}

function eastern(text: string): WrittenDate | null {
  const found = EASTERN.exec(text)
  if (!found) return null
  const [, year, month, day, clock] = found
  return dated([Number(year), Number(month), Number(day)], { order: 'ymd', separator: '年', short: false, clock })
}

interface Form {
  order: DateOrder | null
  separator: string
  short: boolean
  clock: string | undefined
}

function dated(parts: WrittenDate['parts'], { clock, ...form }: Form): WrittenDate | null {
  const told = clock === undefined ? { time: 0, zone: null } : timeOf(clock)
  if (told === null) return null
  const mayLackHalf = clock !== undefined && TWELVE_HOURS.test(clock)
  return { ...form, ...told, parts, timed: clock !== undefined, mayLackHalf, period: null }
}

function timeOf(clock: string): Pick<WrittenDate, 'time' | 'zone'> | null {
  const found = CLOCK.exec(clock)
  if (!found) return null
  const [, hours, minutes, seconds = '0', fraction = '0', half, zone, aside] = found
  const hour = half === undefined ? Number(hours) : hourOf(Number(hours), half)
  const day = hour === null ? null : timeOfDay(hour, Number(minutes), Number(seconds))
  if (day === null) return null
  // “10:00 (CET)” says its zone beside the clock; after an offset the brackets only name it.
  const named = zone?.includes('/') === true ? zone : null
  if (named !== null && !isTimeZone(named)) return null
  const shift =
    named !== null ? 0 : offsetOf(zone ?? (aside !== undefined && /^[a-z]{1,4}$/i.test(aside) ? aside : undefined))
  if (shift === null) return null
  const ms = Math.floor(Number(`0.${fraction}`) * 1_000)
  return { time: day + ms - shift, zone: named }
}

/** ms since midnight. 24:00 is the end of a day, and a leap second the beginning of the next minute, as ISO 8601 has them. */
export function timeOfDay(hour: number, minute: number, second: number): number | null {
  const isEnd = hour === 24 && minute === 0 && second === 0
  const isLeap = second === 60 && minute === 59
  if ((hour > 23 && !isEnd) || minute > 59 || (second > 59 && !isLeap)) return null
  return ((hour * 60 + minute) * 60 + second) * 1_000
}

const hourOf = (hour: number, half: string): number | null =>
  hour < 1 || hour > 12 ? null : (hour % 12) + (/^p/i.test(half) ? 12 : 0)

/** Abbreviations that mean one offset everywhere; CST, IST and BST mean several, so they are none here. */
const ZONES: Readonly<Record<string, number>> = {
  ...{
    z: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 1,
    cet: 1,
    cest: 2,
    eet: 2,
    eest: 3,
    msk: 3,
    jst: 9,
    kst: 9,
    aest: 10,
    aedt: 11,
  },
  ...{
    est: -5,
    edt: -4,
    cdt: -5,
    mst: -7,
    mdt: -6,
    pst: -8,
    pdt: -7,
    akst: -9,
    akdt: -8,
    hst: -10,
    nzst: 12,
    nzdt: 13,
  },
}

/** Offset from UTC in ms of `Z`, `UTC`, `CET`, `+02:00`, `+0200`, `+02` or `GMT+2`; of nothing 0; null where it is unknown. */
export function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return 0
  const named = own(ZONES, zone.toLowerCase())
  if (named !== undefined) return named * 3_600_000
  const found = OFFSET.exec(zone)
  if (!found) return null
  const hours = Number(found[2])
  const minutes = Number(found[3] ?? '0')
  if (hours > 14 || minutes > 59) return null
  return (found[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

const OFFSET = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$/i

/** UTC ms of a written date; `order` counts where the text tells none. Null where that day does not exist. */
export function momentOf({ parts, order: told, short, time, zone }: WrittenDate, order: DateOrder): number | null {
  const [a, b, c] = parts
  const by = told ?? order
  const [year, month, day] = by === 'ymd' ? [a, b, c] : by === 'dmy' ? [c, b, a] : [c, a, b]
  const start = dayAt(short || (told === null && by === 'ymd') ? century(year) : year, month, day)
  if (start === null) return null
  return zone === null ? start + time : wallMomentOf(start + time, zone).at
}

/** Two digits, as POSIX reads them. */
const century = (year: number): number => (year < 69 ? 2000 + year : 1900 + year)

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Years of today in the calendars of Iran and of Islam, of Thailand, and of Israel: as Gregorian ones they would be wrong. */
const isOfOtherCalendar = (year: number): boolean =>
  (year >= 1300 && year < 1500) || (year >= 2510 && year < 2640) || (year >= 5700 && year < 5900)

/**
 * UTC ms of a day's beginning. Refuses what `Date.UTC` would roll over, such as the 30th of February, and years of other
 * calendars.
 */
export function dayAt(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || year < 1000 || year > 9999 || isOfOtherCalendar(year)) return null
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0
  if (day > (LENGTHS[month - 1] ?? 0) + leap) return null
  return Date.UTC(year, month - 1, day)
}
