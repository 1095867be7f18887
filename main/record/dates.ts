import type { DateFormat } from '../../shared/source/cell-format.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { dayAt, momentOf, offsetOf, timeOfDay, writtenDate } from './cells/written-date.ts'

/** What may follow the clock of an ISO date. */
const ZONE = /^\s?(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i
/** Digits that a fraction of a second may have. */
const FINEST = 9
const LOCAL = /^(\d{1,2})([/.])(\d{1,2})\2(\d{4})(?:,?\s(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/

/** UTC ms of a date written in exactly this format; null when it is not one, or names a day that does not exist. */
export function parseDate(text: string, format: DateFormat): number | null {
  switch (format) {
    case 'iso':
      return iso(text)
    case 'unix_s':
      return since1970(text, 1_000)
    case 'unix_ms':
      return since1970(text, 1)
    case 'unix_us':
      return since1970(text, 0.001)
    case 'excel':
      return serial(text)
    case 'dmy':
    case 'mdy':
    case 'ymd': {
      const written = writtenDate(text)
      return written && momentOf(written, format)
    }
    case 'ask':
      return null
    default:
      return local(text, format)
  }
}

/** How a format is named to a person. */
export const DATE_WORDS: Record<DateFormat, string> = {
  iso: 'yyyy-mm-dd',
  'dd/mm/yyyy': 'dd/mm/yyyy',
  'mm/dd/yyyy': 'mm/dd/yyyy',
  'dd.mm.yyyy': 'dd.mm.yyyy',
  dmy: 'day, month, year',
  mdy: 'month, day, year',
  ymd: 'year, month, day',
  excel: 'days since 1900, as Excel counts them',
  unix_s: 'seconds since 1970',
  unix_ms: 'milliseconds since 1970',
  unix_us: 'microseconds since 1970',
  ask: 'day or month first: not decided',
}

function iso(text: string): number | null {
  const day = text[4] === '-' && text[7] === '-' ? plainDay(text) : null
  // Nearly every date of a large file is ten characters long.
  if (text.length === 10 || day === null) return day
  const time = timeBehind(text)
  return time === null ? null : day + time
}

/**
 * What is written behind the day, such as `T10:00:00.000Z`, in ms since its midnight in UTC: hour and minute, then perhaps
 * seconds, a fraction and a zone. Finer than ms is cut off. Read by hand like the day; null where it is no time of day.
 */
function timeBehind(text: string): number | null {
  const sign = text[10]
  if ((sign !== 'T' && sign !== ' ' && sign !== 't') || text[13] !== ':') return null
  const toSeconds = text[16] === ':'
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = toSeconds ? digits(text, 17, 19) : 0
  const time = hour < 0 || minute < 0 || second < 0 ? null : timeOfDay(hour, minute, second)
  let end = toSeconds ? 19 : 16
  let ms = 0
  if (toSeconds && (text[end] === '.' || text[end] === ',')) {
    end++
    let unit = 100
    for (let digit = digitAt(text, end); digit >= 0; digit = digitAt(text, ++end)) {
      ms += digit * unit
      unit /= 10
    }
    if (end === 20 || end > 20 + FINEST) return null
  }
  const shift = shiftAt(text, end)
  return time === null || shift === null ? null : time + Math.floor(ms) - shift
}

/** Offset in ms of the zone that stands there, behind a clock; none is UTC. Null where it is no zone. */
function shiftAt(text: string, at: number): number | null {
  // Nearly all moments of systems end like this.
  if (text[at] === 'Z' && text.length === at + 1) return 0
  const match = ZONE.exec(text.slice(at))
  return match && offsetOf(match[1])
}

/** Read by hand, which is four times as fast as by a pattern. */
const plainDay = (text: string): number | null => dayAt(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))

/** The number that these digits write; −1 where one is missing or none, which is no year, month or day. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = digitAt(text, at)
    if (digit < 0) return -1
    value = value * 10 + digit
  }
  return value
}

/** −1 where no digit stands there. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO
  return digit >= 0 && digit <= 9 ? digit : -1
}

const ZERO = 48

function local(text: string, format: 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'dd.mm.yyyy'): number | null {
  const match = LOCAL.exec(text)
  if (!match || match[2] !== (format === 'dd.mm.yyyy' ? '.' : '/')) return null
  const first = Number(match[1])
  const second = Number(match[3])
  const [day, month] = format === 'mm/dd/yyyy' ? [second, first] : [first, second]
  const start = dayAt(Number(match[4]), month, day)
  const time = timeOfDay(Number(match[5] ?? 0), Number(match[6] ?? 0), Number(match[7] ?? 0))
  return start === null || time === null ? null : start + time
}

/** A count since 1970 within the years 1970 to 9999, also with a fraction; `unit`: how many ms each has. */
function since1970(text: string, unit: number): number | null {
  if (!/^\d{1,18}([.,]\d{1,9})?$/.test(text)) return null
  const at = Math.round(Number(text.replace(',', '.')) * unit)
  return at < 253_402_300_800_000 ? at : null
}

/** Excel's day 0, by which every serial from 1 March 1900 on comes out right. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30)

/** A day as Excel counts it, with the time as its fraction; to the second, which is what Excel shows. */
function serial(text: string): number | null {
  if (!/^\d{1,7}([.,]\d+)?$/.test(text)) return null
  const days = Number(text.replace(',', '.'))
  if (days !== 0 && (days < 61 || days >= 2_958_466)) return null
  return EXCEL_EPOCH + Math.round(days * 86_400) * (DAY / 86_400)
}
