import { ASSUMED_KINDS } from '../../../shared/model/column-report.ts'

/** What was met in one column that is not plainly a value: a cell that did not fit, a word for none, half a value. */
export interface Met {
  rows: number
  /** The first few. */
  examples: { line: number; text: string }[]
  /** The first few places whose clocks may show several times. */
  of: string[]
}

export interface ColumnTally {
  /** Cells that do not fit the column's type: their rows are quarantined, or they are blank. */
  unfit: Met
  /** Accounts that are not known yet: their rows wait in quarantine. */
  waits: Met
  /** Words such as `n/a`, and dates that no day had, which are read as blank. */
  blank: Met
  /** Times without an offset of which nobody says the zone, read as UTC. */
  utc: Met
  /** Years of two digits, of which a rule says the century. */
  century: Met
  /** Clocks that showed a time twice or never, because they were changed. */
  change: Met
  /** Moments that lie so far off that they are hardly meant. */
  far: Met
  /** Texts with letters that an earlier program broke. */
  garbled: Met
  /** Values that rest on what the mapping itself takes for granted. */
  stated: Met
}
type Kind = keyof ColumnTally
const KINDS: readonly Kind[] = ['unfit', 'waits', 'blank', ...ASSUMED_KINDS]

const nothing = (): Met => ({ rows: 0, examples: [], of: [] })

/** In place of a column: what is wrong concerns the row as a whole. */
export const WHOLE_ROW = ''

/** Examples that are kept of each, and places. */
const SHOWN = 2
const PLACES = 5
const LONGEST = 80
const LONGEST_PLACE = 300

/** Counts by column what a reading could not take at its word, so that it can be said afterwards. */
export class Tally {
  readonly columns = new Map<string, ColumnTally>()
  /** Columns in which a row had a value. */
  readonly filled = new Set<string>()
  /** Where the row that is being read stands. */
  line = 0
  private readonly last = new Map<string, number>()

  add(column: string, what: Kind, text: string, place?: string): void {
    if (this.isSameRow(column, what)) return
    const met = this.of(column)[what]
    met.rows++
    if (place !== undefined) addPlaces(met, [place])
    if (met.examples.length < SHOWN && !met.examples.some(example => example.text === text))
      met.examples.push({ line: this.line, text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text })
  }

  /** Takes over what another tally has, such as that of a file. */
  merge(tally: Iterable<readonly [string, ColumnTally]>): void {
    for (const [column, met] of tally) {
      const own = this.of(column)
      for (const what of KINDS) {
        own[what].rows += met[what].rows
        own[what].examples.push(...met[what].examples.slice(0, SHOWN - own[what].examples.length))
        addPlaces(own[what], met[what].of)
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
  private isSameRow(column: string, what: Kind): boolean {
    const key = `${what}\0${column}`
    if (this.line > 0 && this.last.get(key) === this.line) return true
    this.last.set(key, this.line)
    return false
  }

  private of(column: string): ColumnTally {
    let counts = this.columns.get(column)
    if (!counts) {
      counts = {
        unfit: nothing(),
        waits: nothing(),
        blank: nothing(),
        utc: nothing(),
        century: nothing(),
        change: nothing(),
        far: nothing(),
        garbled: nothing(),
        stated: nothing(),
      }
      this.columns.set(column, counts)
    }
    return counts
  }
}

function addPlaces({ of }: Met, places: readonly string[]): void {
  for (const place of places) {
    const shown = place.slice(0, LONGEST_PLACE)
    if (of.length < PLACES && !of.includes(shown)) of.push(shown)
  }
}
