/** What was met in one column that is not plainly a value: a cell that did not fit, or a word for none. */
export interface Met {
  rows: number
  /** The first few. */
  examples: { line: number; text: string }[]
}

export interface ColumnTally {
  /** Cells that do not fit the column's type: their rows are quarantined, or they are blank. */
  unfit: Met
  /** Accounts that are not known yet: their rows wait in quarantine. */
  waits: Met
  /** Words such as `n/a`, and dates that no day had, which are read as blank. */
  blank: Met
}

const nothing = (): Met => ({ rows: 0, examples: [] })

/** In place of a column: what is wrong concerns the row as a whole. */
export const WHOLE_ROW = ''

/** Examples that are kept of each. */
const SHOWN = 2
const LONGEST = 80

/** Counts by column what a reading could not take at its word, so that it can be said afterwards. */
export class Tally {
  readonly columns = new Map<string, ColumnTally>()
  /** Columns in which a row had a value. */
  readonly filled = new Set<string>()
  /** Where the row that is being read stands. */
  line = 0
  private readonly last = new Map<string, number>()

  add(column: string, what: keyof ColumnTally, text: string): void {
    if (this.isSameRow(column, what)) return
    const met = this.of(column)[what]
    met.rows++
    if (met.examples.length < SHOWN && !met.examples.some(example => example.text === text))
      met.examples.push({ line: this.line, text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text })
  }

  /** Takes over what another tally has, such as that of a file. */
  merge(tally: Iterable<readonly [string, ColumnTally]>): void {
    for (const [column, met] of tally) {
      const own = this.of(column)
      for (const what of ['unfit', 'waits', 'blank'] as const) {
        own[what].rows += met[what].rows
        own[what].examples.push(...met[what].examples.slice(0, SHOWN - own[what].examples.length))
      }
    }
  }

  /** Begins again, and hands out what was counted since it was asked last. */
  take(): [column: string, met: ColumnTally][] {
    const all = [...this.columns]
    this.columns.clear()
    this.last.clear()
    return all
  }

  /** A row that becomes several records may read one cell for each of them. */
  private isSameRow(column: string, what: keyof ColumnTally): boolean {
    const key = `${what}\0${column}`
    if (this.line > 0 && this.last.get(key) === this.line) return true
    this.last.set(key, this.line)
    return false
  }

  private of(column: string): ColumnTally {
    let counts = this.columns.get(column)
    if (!counts) {
      counts = { unfit: nothing(), waits: nothing(), blank: nothing() }
      this.columns.set(column, counts)
    }
    return counts
  }
}
