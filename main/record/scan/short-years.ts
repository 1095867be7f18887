import { momentOf, type WrittenDate } from '../cells/written-date.ts'

/** Days are spread over a month, years lie close together: what tells them apart where both are two digits. */
export type YearPlace = 'first' | 'last' | 'unclear'

/** Counts the outer numbers of dates with a two-digit year, such as 24/01/15. */
export class ShortYears {
  /** Dates with a two-digit year, and those of them that may begin with it. */
  dates = 0
  private fitting = 0
  private readonly first = new Uint32Array(100)
  private readonly last = new Uint32Array(100)

  /** The first dates that cannot begin with their year, by which order they fit. */
  readonly deciding: Partial<Record<string, { line: number; text: string }>> = {}

  add(written: WrittenDate, order: string, example: { line: number; text: string }): void {
    this.dates++
    if (momentOf(written, 'ymd') !== null) this.fitting++
    else this.deciding[order] ??= example
    const [a, , c] = written.parts
    this.first[a] = (this.first[a] ?? 0) + 1
    this.last[c] = (this.last[c] ?? 0) + 1
  }

  /** Dates that cannot begin with their year. */
  get misfits(): number {
    return this.dates - this.fitting
  }

  /**
   * Where the years of the column stand. `last` is also said where the first number can be none. Both ends must differ
   * clearly, because a wrong answer would move each date by years.
   */
  place(): YearPlace {
    if (this.fitting * ENOUGH < this.dates * (ENOUGH - 1)) return 'last'
    const first = this.width(this.first)
    const last = this.width(this.last)
    const isClear = Math.max(first, last) >= CLEAR
    if (isClear && first * 2 <= last) return 'first'
    if (isClear && last * 2 <= first) return 'last'
    return this.mayBeginWithYear() ? 'unclear' : 'last'
  }

  /** How far apart the years would lie, without the few at either end, which may be mistyped. */
  private width(counts: Uint32Array): number {
    const byYear = [...counts.subarray(PIVOT), ...counts.subarray(0, PIVOT)]
    const left = Math.floor(this.dates / 40)
    return byYear.length - 1 - edge(byYear.toReversed(), left) - edge(byYear, left)
  }

  /** 31 is the last day of a month in many a column, and a year of hardly any. */
  private mayBeginWithYear(): boolean {
    return this.first.subarray(LATEST + 1, PIVOT).every(count => count === 0)
  }
}

/** One in so many may be mistyped. */
const ENOUGH = 20
/** Years or days that lie less far apart tell nothing. */
const CLEAR = 3
/** Two digits from here on are of the last century, as POSIX reads them. */
const PIVOT = 69
const LATEST = 30

/** The place of the first number behind so many dates. */
function edge(counts: readonly number[], left: number): number {
  let seen = 0
  return counts.findIndex(count => {
    seen += count
    return seen > left
  })
}
