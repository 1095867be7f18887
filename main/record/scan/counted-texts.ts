import { monthOf } from '../cells/months.ts'
import { CLOCK, LONGEST_DATE, PERCENT, WITH_UNIT } from './cell-shapes.ts'

/**
 * `1-Mar`, `Mar-01`, `01. Mrz`: what a spreadsheet shows where it took an id such as MARCH1, or a range such as 1-3, for a day.
 */
const SHOWN_DAY = /^(?:\d{1,2}[-. ]{1,2}(\p{L}{3,4})|(\p{L}{3,4})[-. ]{1,2}\d{2})\.?$/u

const isShownDay = (text: string): boolean => {
  const [, behind, before] = (text.length < 9 && SHOWN_DAY.exec(text)) || []
  return monthOf(behind ?? before ?? '') !== undefined
}

/** Counts the texts of a column that measure something. They are kept as they are, which is said. */
export class CountedTexts {
  /** Texts that are a time of day, such as 10:30 or 9:05 pm. */
  clocks = 0
  /** Cells such as 1.5k, of which nothing says that they are amounts. */
  shorts = 0
  /** Cells such as 85 %. */
  percents = 0
  /** Cells such as 12 GB. */
  units = 0
  /** Cells such as 1-Mar, which may have been something else. */
  shownDays = 0
  readonly shownDayExamples: { line: number; text: string }[] = []

  protected measured(text: string, line: number): 'text' {
    if (text.length > LONGEST_DATE) return 'text'
    if (isShownDay(text)) {
      this.shownDays++
      if (this.shownDayExamples.length < 2) this.shownDayExamples.push({ line, text })
    }
    if (CLOCK.test(text)) this.clocks++
    else if (PERCENT.test(text)) this.percents++
    else if (WITH_UNIT.test(text)) this.units++
    return 'text'
  }
}
