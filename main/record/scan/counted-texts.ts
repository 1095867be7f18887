import { CLOCK, LONGEST_DATE, PERCENT, WITH_UNIT } from './cell-shapes.ts'

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

  protected measured(text: string): 'text' {
    if (text.length > LONGEST_DATE) return 'text'
    if (CLOCK.test(text)) this.clocks++
    else if (PERCENT.test(text)) this.percents++
    else if (WITH_UNIT.test(text)) this.units++
    return 'text'
  }
}
