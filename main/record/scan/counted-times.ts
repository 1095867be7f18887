import { isCompact, isExcelDay, YEAR } from './cell-shapes.ts'
import { CountedTexts } from './counted-texts.ts'

/** Counts the numbers of a column that may be moments. */
export class CountedTimes extends CountedTexts {
  /** Numbers that may count seconds, milliseconds or microseconds since 1970, days as Excel does, or be 20241231. */
  seconds = 0
  millis = 0
  micros = 0
  serials = 0
  compact = 0
  zeros = 0
  /** Cells such as 2019. */
  years = 0

  protected mayBeFractionOfTime(value: number): void {
    if (isExcelDay(value)) this.serials++
    else if (value >= 1e8 && value < 1e10) this.seconds++
  }

  protected mayBeTime(text: string, value: number): void {
    if (YEAR.test(text)) this.years++
    if (value === 0) this.zeros++
    else if (isCompact(text)) this.compact++
    else if (isExcelDay(value)) this.serials++
    else if (text.length === 9 || text.length === 10) this.seconds++
    else if (text.length === 12 || text.length === 13) this.millis++
    else if (text.length === 15 || text.length === 16) this.micros++
  }
}
