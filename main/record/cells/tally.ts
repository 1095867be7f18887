import { ASSUMED_KINDS } from '../../../shared/model/column-report.ts'

/** What was met in one column that is not plainly a value: a cell that did not fit, a word for none, half a value. */
export interface Met {
  rows: number
  /** The first few. */
  examples: { line: number; text: string }[]
  /** The first few places whose clocks may show several times. */
  of: string[]
}

/**
 * What is counted of a column. `unfit`: cells that do not fit its type, whose rows are quarantined or which are blank. `waits`:
 * accounts that are not known yet, whose rows wait in quarantine. `blank`: words such as `n/a`, and dates that no day had.
 * The others are what was assumed; `column-report.ts` has words for each.
 */
const KINDS = ['unfit', 'waits', 'blank', ...ASSUMED_KINDS] as const
type TallyKind = (typeof KINDS)[number]
export type ColumnTally = Record<TallyKind, Met>

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

  add(column: string, what: TallyKind, text: string, place?: string): void {
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
  private isSameRow(column: string, what: TallyKind): boolean {
    const key = `${what}\0${column}`
    if (this.line > 0 && this.last.get(key) === this.line) return true
    this.last.set(key, this.line)
    return false
  }

  private of(column: string): ColumnTally {
    let counts = this.columns.get(column)
    if (!counts) {
      counts = Object.fromEntries(KINDS.map(kind => [kind, nothing()])) as ColumnTally
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
