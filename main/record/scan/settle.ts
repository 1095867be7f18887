import type { DateFormat, Decimal } from '../../../shared/source/cell-format.ts'
import type { ColumnType } from '../../../shared/source/mapping.ts'
import { DATE_WORDS, parseDate } from '../dates.ts'
import type { ColumnScan, Example } from './column-scan.ts'
import type { Question } from './question.ts'
import { type Evidence, settleDecimal } from './settle-decimal.ts'
import { settleOrder } from './settle-order.ts'

/** What a column is, once every cell of it was seen. */
export interface Settled {
  type: ColumnType
  format: DateFormat | null
  decimal: Decimal | null
  /** For amounts that name their currency. */
  currency: string | null
  /** Cells that do not fit the type. */
  odd: number
  oddExamples: readonly Example[]
  question: Question | null
  /** What speaks for the way it is read, for a person. */
  because: string | null
}

const nothing = { format: null, decimal: null, currency: null, odd: 0, oddExamples: [], question: null, because: null }

/**
 * The type of a column. A few odd cells among many do not decide for the others: dates are believed from two thirds on,
 * because hardly anything else is written like one; numbers from nine tenths on.
 */
export function settle(column: ColumnScan, style: Evidence): Settled {
  const { filled, classes } = column
  if (filled === 0) return { ...nothing, type: 'text' }
  if (isBoolean(column)) return boolean(column)
  const refusal = column.months.refusal()
  if (refusal !== null) return { ...nothing, type: 'text', because: refusal }
  const dates = settleDates(column)
  if (dates) return dates
  const other =
    classes.number > 0 && few(filled - classes.number, filled, 10) && !isName(column)
      ? numbers(column, style)
      : { ...nothing, type: 'text' as const, because: mixed(column) }
  const because =
    [other.because ?? untold(column, other.type), shortened(column), shownDays(column)]
      .filter(said => said !== null)
      .join(' ') || null
  return because === other.because ? other : { ...other, because }
}

/** Words for yes and no with hardly anything else, or with nothing but their short forms: `yes`, `N`, `0`. */
function isBoolean(column: ColumnScan): boolean {
  const { filled, classes, shortTruths, bits } = column
  if (classes.boolean === 0 || isLanguage(column)) return false
  const others = filled - classes.boolean
  return others === shortTruths + bits || few(others, filled, 50)
}

/** `no`, `ja` and `si` are codes of languages and countries too. */
const isLanguage = ({ name }: ColumnScan): boolean => /(lang|locale|country|land|region|sprache|pays)/i.test(name)

/** What is said of a column whose cells are more than the text that they are kept as. */
function untold(column: ColumnScan, type: string): string | null {
  const { timely, dateWord, seconds, millis, years, filled } = column
  const isCounted = seconds + millis > 0 || years === filled
  if (timely || (dateWord && (type === 'text' || isCounted))) return undated(column, type)
  if (column.shorts * 2 > column.filled)
    return 'Its cells may be numbers in thousands or millions, such as 1.5k: kept as text. Name the column as an amount, or write them out.'
  if (column.percents * 2 > column.filled) return 'Its cells are shares in percent: kept as text.'
  if (column.units * 2 > column.filled)
    return 'Its cells are numbers with a unit, such as 12 GB: kept as text. Export the numbers alone where they are to be compared.'
  return column.clocks * 2 > column.filled ? 'Its cells are times of a day or durations: kept as text.' : null
}

/** Said of numbers that lost their last digits before they came here: a telephone number or an id of them is another one. */
function shortened({ shortened, shortenedCells }: ColumnScan): string | null {
  if (shortenedCells === 0) return null
  const [cells, are] = shortenedCells === 1 ? ['cell is a number', 'its'] : ['cells are numbers', 'their']
  return `${shortenedCells} ${cells} that a spreadsheet shortened, such as ${examplesOf(shortened)}: ${are} last digits are lost. Format the column as text and export it again.`
}

/** Said of texts that a spreadsheet took for days, as it takes the id MARCH1: which text it was, nobody can tell any more. */
function shownDays({ dateWord, shownDays, shownDayExamples, filled, distinct }: ColumnScan): string | null {
  // A column that shows nothing else may well show months, unless each of them names a row.
  if (shownDays === 0 || dateWord || (shownDays === filled && !distinct)) return null
  const cells = shownDays === 1 ? '1 cell looks' : `${shownDays} cells look`
  return `${cells} like a text that a spreadsheet took for a day, such as ${examplesOf(shownDayExamples)}: kept as written. Format the column as text and export it again where another text was meant.`
}

const examplesOf = (examples: readonly Example[]): string =>
  examples.map(({ line, text }) => `“${text}” on line ${line}`).join(' and ')

/** Said of a column that is named like a moment and holds none: it dates nothing. */
const undated = ({ clocks, filled }: ColumnScan, type: string): string =>
  clocks * 2 > filled
    ? 'Its cells are times without a day, so they date nothing: kept as text.'
    : `Its name speaks of a time, its cells hold no date that can be read: kept as ${type}.`

/** None, one of at least five, or at most the n-th part. */
const few = (odd: number, filled: number, n: number): boolean =>
  odd === 0 || odd * n <= filled || (odd === 1 && filled >= 5)

const boolean = (column: ColumnScan): Settled => ({
  ...nothing,
  type: 'boolean',
  odd: column.filled - column.classes.boolean - column.shortTruths - column.bits,
  oddExamples: [...column.examples.text, ...column.examples.number, ...column.examples.date].slice(0, 3),
})

/** 00123 is a name that happens to be written in digits: as a number it would lose its zeros. So is version 1.10. */
const isName = ({ name, nameLike }: ColumnScan): boolean =>
  nameLike > 0 ||
  (/(^|[_\s-]|[a-z])(id|zip|postcode|phone|code|version|release|build)$/i.test(name.replace(/Id$/, '_id')) &&
    !NO_ID.test(name.replace(/([a-z])(?=[A-Z])/g, '$1_')))

/** Words that end in the letters of an id and are none: `amount_paid` is an amount. */
const NO_ID =
  /(^|[^a-z])(un|pre|re|over|under)?(paid|laid|said|invalid|valid|bid|grid|avoid|void|solid|fluid|liquid|hybrid|rapid|covid|mid|aid|acid)$/i

function settleDates(column: ColumnScan): Settled | null {
  const { filled, classes, examples } = column
  const counted = countedDates(column)
  if (counted) return { ...nothing, type: 'date', ...counted }
  const { date, noDate } = classes
  if (date === 0 || (date + noDate) * 3 < filled * 2 || noDate * 2 > date) return null
  // 1.2.24 may be a version and 10-12-14 a size, unless the name or a number above 12 speaks for dates.
  if (column.yearsOfTwo.dates * 2 > date && !column.dateWord && column.orders.dmy + column.orders.mdy === 0) return null
  const order = settleOrder(column)
  const wrongOrder = order.against
  return {
    ...nothing,
    type: 'date',
    format: order.format,
    odd: filled - date + wrongOrder.rows,
    oddExamples: [...examples.noDate, ...wrongOrder.examples, ...examples.text, ...examples.number].slice(0, 3),
    question: order.question,
    because: [order.because, halfDays(column), column.months.doubt()].filter(said => said !== null).join(' ') || null,
  }
}

/** Said of clocks that may be of twelve hours and have lost which half of the day they mean. */
const halfDays = ({ shortClocks, fullClocks }: ColumnScan): string | null =>
  shortClocks > 1 && fullClocks === 0
    ? 'No clock shows more than 12 hours, and none says AM or PM: they are read as hours of the morning. If AM and PM are missing, export the column with them.'
    : null

/** Counts since 1970 and days of Excel look like any number, so they are believed only in a column named like a time. */
function countedDates(column: ColumnScan): Partial<Settled> | null {
  const { filled, dateWord, zeros, seconds, millis, micros, serials, compact, classes, examples, orders } = column
  if (!dateWord || classes.number === 0) return null
  const forms: [DateFormat, number, boolean][] = [
    ['unix_s', seconds, column.timely],
    ['unix_ms', millis, column.timely],
    ['unix_us', micros, column.timely],
    ['excel', serials, true],
    // Calendars write days as 20240116 beside moments such as 20240115T103000Z.
    ['ymd', compact && compact + classes.date - orders.dmy - orders.mdy - orders.any, true],
  ]
  for (const [format, count, believed] of forms) {
    const odd = filled - count - zeros
    if (believed && count > 0 && few(odd, filled, 10))
      return {
        ...{ format, odd, oddExamples: [...examples.text, ...examples.date, ...examples.noDate].slice(0, 3) },
        because: saidOfCount(format, examples.number[0]?.text),
      }
  }
  return null
}

/** Customers of the nineties are rare, and Apple's programs count seconds from 2001 on. */
const EARLY = Date.UTC(2000, 0, 1)

function saidOfCount(format: DateFormat, example: string | undefined): string | null {
  if (format === 'excel') return daysOfExcel(example)
  const at = example === undefined ? null : parseDate(example, format)
  if (at === null || at >= EARLY) return null
  const day = new Date(at).toISOString().slice(0, 10)
  return `The numbers are read as ${DATE_WORDS[format]}: ${example} is ${day}. If that is too early, they count from another year: export the column as dates.`
}

/** Said of days as Excel counts them: nothing in a file tells which of its two calendars a workbook has. */
function daysOfExcel(example: string | undefined): string | null {
  const at = example === undefined ? null : parseDate(example, 'excel')
  if (at === null) return null
  const day = new Date(at).toISOString().slice(0, 10)
  return `The numbers are days as Excel counts them from 1900: ${example} is ${day}. If that is four years early, the workbook counts from 1904: export the column as dates.`
}

function numbers(column: ColumnScan, style: Evidence): Settled {
  const { filled, classes, shapes, examples, plain, safeIntegers } = column
  const { decimal, question, because } = settleDecimal(column, style)
  // One cell with another sign must not decide for the others.
  const priced = column.withCurrency * 2 > classes.number
  const whole = shapes.integer === classes.number && safeIntegers === classes.number && plain === classes.number
  const grouped = shapes.grouped > 0 || decimal === 'ask'
  return {
    ...nothing,
    type: priced ? 'money' : whole && !grouped ? 'integer' : 'number',
    decimal,
    currency: priced ? (column.currency ?? null) : null,
    odd: filled - classes.number,
    oddExamples: [...examples.text, ...examples.date, ...examples.noDate, ...examples.boolean].slice(0, 3),
    question,
    because,
  }
}

/** Said of a column that is kept as text although much of it is something else. */
function mixed({ filled, classes }: ColumnScan): string | null {
  const dates = classes.date + classes.noDate
  if (dates * 5 > filled)
    return `${dates} of ${filled} cells look like dates, ${classes.noDate > 0 ? `${classes.noDate} of them name no day of the Gregorian calendar` : 'the others do not'}: all are kept as text.`
  if (classes.number * 5 > filled && classes.number < filled)
    return `${classes.number} of ${filled} cells are numbers, the others are not: all are kept as text.`
  return null
}
