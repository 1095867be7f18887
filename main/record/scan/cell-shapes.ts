import { momentOf, type WrittenDate, writtenDate } from '../cells/written-date.ts'
import { parseDate } from '../dates.ts'

/** What a cell may be taken for. `noDate`: written like a date, but no such day exists. */
export type CellClass = 'text' | 'boolean' | 'number' | 'date' | 'noDate'

/** `85 %`, `-2%` and `(4%)`. */
export const PERCENT = /^\(?[-+−]?\s?\d+([.,]\d+)?\s?%\)?$/
/** A time of day, or a duration: `10:30`, `125:30:10`, `-00:30`, `1h 30m`, `3 days`, `PT5M`. */
export const CLOCK =
  /^(\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s?[ap]\.?m\.?)?|[-+−]?\d{1,5}:\d{2}(:\d{2})?|-?P(?=\d|T\d)(\d+[YMWD])*(T(\d+([.,]\d+)?[HMS])+)?|(\d+([.,]\d+)?\s?(d|h|m|s|ms|days?|hours?|hrs?|min(ute)?s?|sec(ond)?s?|weeks?|wks?|months?|mos?|years?|yrs?)\.?,?\s?)+)$/i
/** `12 GB`, `12GB`, `900 kg` and `15‰`: a number with what it counts. */
export const WITH_UNIT =
  /^\(?[-+−]?\s?\d[\d.,]*(\s\p{L}{1,12}([/²³]\p{L}{0,4})?|\s?[‰‱°²³]\p{L}?|\s?([kmgtp]i?b(it)?s?|[kmc]?m|k?g|lbs?|oz|k?wh?|px|pts?|mhz|ghz))\.?\)?$/iu
/** How spreadsheets shorten a number of twelve digits and more, whose last digits are lost: `4.9171E+11`. */
export const SHORTENED = /^\d(?:[.,]\d{1,9})?E\+(1[1-9]|[2-9]\d)$/
/** Digits that a number would lose: the plus of a telephone number. */
export const DIALLED = /^\+\d{7,}$/
/** `CHF 1'250.–`: nothing behind the decimal mark. */
export const NO_CENTS = /\d[.,][-–—]{1,2}$/
/** `EUR 49/mo`: an amount that begins with its code. */
export const PRICED = /^[A-Z]{3}\s?\d/
/** `101.0`, as pandas writes whole numbers where a column has a gap. */
export const FLOATED = /^\d{1,15}\.0$/
/** `2019`. */
export const YEAR = /^(19|20)\d\d$/

/** Signs of amounts beyond the Latin letters: the minus, currencies, and all that is written in full width. */
export const isMark = (code: number): boolean =>
  code === 0x2212 || (code >= 0x20a0 && code <= 0x20cf) || code >= 0xff00 || code === 0xe3f

/** 1954 to 2119: a narrower stretch than Excel knows, because any five digits may be a day to it. */
const EXCEL = { from: 20_000, to: 80_000 }
export const isExcelDay = (value: number): boolean => value >= EXCEL.from && value < EXCEL.to
/** Dates of JavaScript are the longest: `Thu Feb 01 2024 10:00:00 GMT+0100 (Central European Standard Time)`. */
export const LONGEST_DATE = 80

/** The date that a cell writes. A month or a quarter is one only where the name of its column speaks of time. */
export function dateIn(text: string, dateWord: boolean): WrittenDate | null {
  const written = text.length < LONGEST_DATE ? writtenDate(text) : null
  return written?.period && written.period !== 'week' && !dateWord ? null : written
}

/**
 * Whether a whole number (`value`: as JavaScript reads it) keeps all of its digits. What JavaScript reads otherwise, such as
 * one with a long minus, does where it has few enough.
 */
export const isWholeSafe = (text: string, value: number): boolean =>
  Number.isNaN(value) ? text.length <= SAFE_DIGITS : Number.isSafeInteger(value)
const SAFE_DIGITS = 15

/** No script has its digits before those of Arabic. */
export const FOREIGN_DIGITS = 0x660

/**
 * `20240115`, and with hours: a count since 1970 of as many digits would be of the 1970s, or of a few days in 2033, while all
 * of these are hours of days that exist.
 */
export const isCompact = (text: string): boolean =>
  COMPACT_LENGTHS.has(text.length) && YEAR.test(text.slice(0, 4)) && parseDate(text, 'ymd') !== null
const COMPACT_LENGTHS = new Set([8, 10, 12, 14])

/** Dates whose numbers tell which of them is the day, by what they can be. */
export interface DateOrders {
  /** Only with the day first; only with the month first; only with a two-digit year first; with more than one. */
  dmy: number
  mdy: number
  ymd: number
  any: number
}

/**
 * Which orders a date of three numbers fits; null where none. A two-digit year in front is told here only where nothing else
 * fits; of the whole column `ShortYears` tells it.
 */
export function orderFitting(written: WrittenDate): 'dmy' | 'mdy' | 'ymd' | 'any' | null {
  const dmy = momentOf(written, 'dmy') !== null
  const mdy = momentOf(written, 'mdy') !== null
  if (dmy || mdy) return dmy && mdy ? 'any' : dmy ? 'dmy' : 'mdy'
  return written.short && momentOf(written, 'ymd') !== null ? 'ymd' : null
}
