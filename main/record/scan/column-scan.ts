import { isBlankWord, isZeroDate } from '../cells/blanks.ts'
import { booleanOf, isBooleanWord, LONGEST_BOOLEAN } from '../cells/booleans.ts'
import { westernDigits } from '../cells/digits.ts'
import { beginsLikeDate, isCall } from '../cells/months.ts'
import { type BareNumber, bareNumber, currencyOf, type NumberShape, numberShape } from '../cells/numbers.ts'
import { momentOf, type WrittenDate } from '../cells/written-date.ts'
import { parseDate } from '../dates.ts'
import {
  type CellClass,
  type DateOrders,
  DIALLED,
  dateIn,
  FLOATED,
  FOREIGN_DIGITS,
  isMark,
  isWholeSafe,
  NO_CENTS,
  orderFitting,
  PRICED,
  SHORTENED,
} from './cell-shapes.ts'
import { CountedTimes } from './counted-times.ts'
import { DoubtfulMonths } from './doubtful-months.ts'
import { headOf } from './header-words.ts'
import { withoutZone } from './heading-zone.ts'
import { ShortYears } from './short-years.ts'
import { AMOUNT_NAME, isNoMomentName, TIME_NAME, TIME_WORD } from './time-words.ts'

/** A cell as it stands, so that a person can look at it. */
export interface Example {
  line: number
  text: string
}

const EXAMPLES = 3
/** Values that are compared to tell whether one comes twice; the check before a sync compares all of them. */
const COMPARED = 20_000

/** Goes through one column of a file, cell by cell, and counts what each may be. All of it is facts; `settle` decides. */
export class ColumnScan extends CountedTimes {
  readonly name: string
  /** The name speaks of time, so a number may be a date. */
  readonly timely: boolean
  /** The name speaks of money. */
  readonly isAmount: boolean
  /** It may well speak of time. */
  readonly dateWord: boolean
  cells = 0
  empty = 0
  /** Words for none, such as `n/a`. */
  blankWords = 0
  readonly classes: Record<CellClass, number> = { text: 0, boolean: 0, number: 0, date: 0, noDate: 0 }
  readonly examples: Record<CellClass | 'blank', Example[]> = {
    text: [],
    boolean: [],
    number: [],
    date: [],
    noDate: [],
    blank: [],
  }
  readonly shapes: Record<NumberShape, number> = {
    integer: 0,
    grouped: 0,
    point: 0,
    comma: 0,
    'either-point': 0,
    'either-comma': 0,
  }
  readonly shapeExamples: Partial<Record<NumberShape, Example>> = {}
  /** Numbers with the name or sign of a currency; all of one, where `currency` is not null. */
  withCurrency = 0
  currency: string | null | undefined
  /** Numbers whose sign may stand for several currencies, as `$` does. */
  unclearCurrency = 0
  /** Words that say yes or no only beside others that do, such as y and N. */
  shortTruths = 0
  /** Cells that are 0 or 1. */
  bits = 0
  /** Numbers such as 4.9171E+11, whose last digits a spreadsheet has lost. */
  readonly shortened: Example[] = []
  shortenedCells = 0
  /** Clocks that show 1 to 12 without AM, PM or a zone, and those that show or say more. */
  shortClocks = 0
  fullClocks = 0
  /** Numbers written plainly, as JavaScript reads them. */
  plain = 0
  safeIntegers = 0
  /** Cells such as 101.0. */
  floated = 0
  /** Numbers that lose something as numbers: a zero in front, a plus, or the last of too many digits. */
  nameLike = 0
  /** Dates that the narrow formats read: `iso`, with slashes, with dots. */
  iso = 0
  /** Dates with a time of day. */
  timed = 0
  slashed = 0
  dotted = 0
  plainlyDotted = 0
  readonly yearsOfTwo = new ShortYears()
  readonly months = new DoubtfulMonths()
  readonly orders: DateOrders = { dmy: 0, mdy: 0, ymd: 0, any: 0 }
  readonly orderExamples: Partial<Record<keyof DateOrders, Example[]>> = {}
  /** Dates such as 02/02/2024, which are one day in either order. */
  readonly evenExamples: Example[] = []
  readonly samples: string[] = []
  private values: Set<string> | null = new Set()
  private comparing = true
  private last = ''
  private isShortTruth = false
  private lastClass: CellClass | 'blank' = 'blank'

  constructor(name: string) {
    super()
    this.name = name
    const head = headOf(withoutZone(name))
    this.isAmount = AMOUNT_NAME.test(head)
    const isTime = !isNoMomentName(head)
    this.timely = isTime && TIME_NAME.test(head)
    this.dateWord = this.timely || (isTime && TIME_WORD.test(head))
  }

  /** Every value so far was met once only. */
  get distinct(): boolean {
    return this.values !== null && this.cells > this.empty
  }

  /** Cells that say something. */
  get filled(): number {
    return this.cells - this.empty - this.blankWords
  }

  /** `native`: a number of JSON, whose dot can only be a decimal one. */
  add(cell: string, line: number, native = false): void {
    this.cells++
    const text = cell.trim()
    if (text === '') {
      this.empty++
      return
    }
    this.compare(text)
    const found = this.classOf(text, line, native)
    if (found === 'blank') this.blankWords++
    else this.classes[found]++
    const shown = this.examples[found]
    if (shown.length < EXAMPLES) shown.push({ line, text })
  }

  /** A later file of a pattern may well hold a newer version of the same record, which comes twice to nobody's harm. */
  endFile(): void {
    this.comparing = false
  }

  /** For `rows` records, those that do not have this column count as empty cells. */
  leftOut(rows: number): void {
    const missing = Math.max(0, rows - this.cells)
    this.cells += missing
    this.empty += missing
  }

  private compare(text: string): void {
    if (this.samples.length < EXAMPLES && !this.samples.includes(text)) this.samples.push(text)
    if (this.values === null || !this.comparing) return
    if (this.values.has(text)) this.values = null
    else if (this.values.size < COMPARED) this.values.add(text)
  }

  private classOf(text: string, line: number, native: boolean): CellClass | 'blank' {
    const first = text.charCodeAt(0)
    if (first >= 48 && first <= 57) return this.digits(text, line, native)
    if (first >= FOREIGN_DIGITS) {
      const western = westernDigits(text)
      if (western !== text) return this.classOf(western, line, native)
    }
    const isLetter = (first >= 65 && first <= 90) || (first >= 97 && first <= 122) || (first > 191 && !isMark(first))
    if (!isLetter) return this.marked(text, line)
    // Words repeat more than anything else does.
    if (text !== this.last) {
      this.last = text
      this.isShortTruth = false
      this.lastClass = this.word(text, line)
    }
    if (this.isShortTruth) this.shortTruths++
    return this.lastClass
  }

  private word(text: string, line: number): CellClass | 'blank' {
    if (isBlankWord(text)) return 'blank'
    if (text.length <= LONGEST_BOOLEAN && isBooleanWord(text)) return 'boolean'
    if (text.length <= 3 && booleanOf(text) !== undefined) this.isShortTruth = true
    const written = text.length > 4 && beginsLikeDate(text) ? dateIn(text, this.dateWord) : null
    if (written) return this.date(written, text, line)
    // An amount that begins with its currency ends with a digit; hardly any other word does.
    const last = text.charCodeAt(text.length - 1)
    const isPriced = (last >= 48 && last <= 57) || PRICED.test(text) || NO_CENTS.test(text)
    return isPriced ? this.marked(text, line) : this.measured(text, line)
  }

  private marked(text: string, line: number): CellClass | 'blank' {
    const bare = text.length < 40 ? bareNumber(text) : null
    const shape = bare && numberShape(bare.digits)
    if (bare && shape) {
      const isPlain = bare.shift === 0 && bare.months === null
      return isPlain ? this.number(text, line, shape, bare.currency) : this.short(text, line, shape, bare)
    }
    if (isBlankWord(text) || isZeroDate(text)) return 'blank'
    const written = isCall(text) ? dateIn(text, this.dateWord) : null
    return written ? this.date(written, text, line) : this.measured(text, line)
  }

  /** `1.5k` and `49/mo` are amounts where the cell or the name of the column says so, and may be anything elsewhere. */
  private short(text: string, line: number, shape: NumberShape, { currency, months }: BareNumber): CellClass {
    if (currency === null && !this.isAmount) {
      if (months === null) this.shorts++
      return 'text'
    }
    return this.number(text, line, shape === 'integer' ? 'grouped' : shape, currency)
  }

  private digits(text: string, line: number, native: boolean): CellClass | 'blank' {
    const shape = numberShape(text)
    if (shape) return this.number(text, line, native && shape === 'either-point' ? 'point' : shape, null)
    // Nearly every date of a large file is written this way.
    const dashed = text.length >= 10 && text.charCodeAt(4) === 45
    if (dashed && parseDate(text, 'iso') !== null && !isZeroDate(text)) {
      this.iso++
      if (text.length > 10) this.timed++
      return 'date'
    }
    if (isZeroDate(text)) return 'blank'
    const written = dateIn(text, this.dateWord)
    if (written) return this.date(written, text, line)
    return this.marked(text, line)
  }

  private number(text: string, line: number, shape: NumberShape, currency: string | null): CellClass {
    this.shapes[shape]++
    this.shapeExamples[shape] ??= { line, text }
    if (currency !== null) {
      const known = currencyOf(currency)
      if (known === null) this.unclearCurrency++
      this.currency = this.withCurrency++ === 0 || this.currency === known ? known : null
      return 'number'
    }
    const value = Number(text)
    if (!Number.isNaN(value)) this.plain++
    if (shape !== 'integer') {
      if (shape === 'point' && FLOATED.test(text)) this.floated++
      if (SHORTENED.test(text)) {
        this.shortenedCells++
        if (this.shortened.length < 2) this.shortened.push({ line, text })
      }
      if (this.dateWord) this.mayBeFractionOfTime(Number(text.replace(',', '.')))
      return 'number'
    }
    if (text === '0' || text === '1') this.bits++
    if (isWholeSafe(text, value)) this.safeIntegers++
    else this.nameLike++
    if ((text.length > 1 && text.charCodeAt(0) === 48) || DIALLED.test(text)) this.nameLike++
    if (this.dateWord) this.mayBeTime(text, value)
    return 'number'
  }

  private date(written: WrittenDate, text: string, line: number): CellClass {
    if (written.timed) this.timed++
    // Systems write the year first and count 24 hours.
    if (written.timed && written.order !== 'ymd') written.mayLackHalf ? this.shortClocks++ : this.fullClocks++
    if (written.order !== null) {
      if (written.separator === ' ' || written.period !== null) this.months.add(text, line)
      if (momentOf(written, written.order) === null) return 'noDate'
      if (parseDate(text, 'iso') !== null) this.iso++
      return 'date'
    }
    const order = orderFitting(written)
    if (order === null) return 'noDate'
    this.orders[order]++
    this.orderExamples[order] ??= []
    const isEven = order === 'any' && momentOf(written, 'dmy') === momentOf(written, 'mdy')
    const shown = isEven ? this.evenExamples : this.orderExamples[order]
    if (shown.length < EXAMPLES) shown.push({ line, text })
    if (written.short) this.yearsOfTwo.add(written, order, { line, text })
    else if (written.separator === '/' && parseDate(text, order === 'mdy' ? 'mm/dd/yyyy' : 'dd/mm/yyyy') !== null)
      this.slashed++
    if (written.separator === '.') {
      this.dotted++
      if (parseDate(text, 'dd.mm.yyyy') !== null) this.plainlyDotted++
    }
    return 'date'
  }
}
