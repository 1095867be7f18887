/** What was met in one column that is not plainly a value: a cell that did not fit, or a word for none. */
export interface Met {
  rows: number
  /** The first few. */
  examples: { line: number; text: string }[]
}

export interface ColumnTally {
  /** Cells that do not fit the column's type: their rows are quarantined, or they are blank. */
  unfit: Met
  /** Words such as `n/a`, and dates that no day had, which are read as blank. */
  blank: Met
}

/** Examples that are kept of each. */
const SHOWN = 2
const LONGEST = 80

/** Counts by column what a reading could not take at its word, so that it can be said afterwards. */
export class Tally {
  readonly columns = new Map<string, ColumnTally>()
  /** Where the row that is being read stands. */
  line = 0

  add(column: string, what: keyof ColumnTally, text: string): void {
    let counts = this.columns.get(column)
    if (!counts) {
      counts = { unfit: { rows: 0, examples: [] }, blank: { rows: 0, examples: [] } }
      this.columns.set(column, counts)
    }
    const met = counts[what]
    met.rows++
    if (met.examples.length < SHOWN && !met.examples.some(example => example.text === text))
      met.examples.push({ line: this.line, text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text })
  }
}
