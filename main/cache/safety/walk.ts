import type Database from 'better-sqlite3'

type Keep = (row: unknown[]) => void

/** How far beyond the last row that can be reached others are looked for, where the end of a table is damaged. */
const BEYOND = 4_096
/** Questions about one table; a damaged inner page of a tree hides thousands of rows, each of which is asked for. */
const MOST_ASKED = 400_000

/**
 * Gives every row that can be reached of a table with row numbers: onward from its beginning, back from its end, and
 * between two places where that breaks off by halving. Rows of one page are lost together, so gaps of fewer than
 * `smallest` rows are not halved any more.
 */
export function walkRows(db: Database.Database, table: string, columns: string, keep: Keep, smallest: number): void {
  const between = `SELECT rowid, ${columns} FROM "${table}" NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid`
  const [onward, back] = [db.prepare(between).raw(), db.prepare(`${between} DESC`).raw()]
  let asked = 0

  /** The last row number that could be reached, and whether the walk came to its end. */
  const walk = (statement: Database.Statement, from: number, to: number): { last: number | null; whole: boolean } => {
    asked++
    let last: number | null = null
    try {
      for (const row of statement.iterate(from, to) as Iterable<unknown[]>) {
        last = row[0] as number
        keep(row)
      }
      return { last, whole: true }
    } catch {
      return { last, whole: false }
    }
  }
  const reach = (from: number, to: number): void => {
    if (from > to || asked > MOST_ASKED) return
    const forward = walk(onward, from, to)
    if (forward.whole) return
    const begin = (forward.last ?? from - 1) + 1
    const backward = walk(back, begin, to)
    if (backward.whole) return
    const end = (backward.last ?? to + 1) - 1
    if (end - begin < smallest) return
    const middle = Math.floor((begin + end) / 2)
    reach(begin, middle)
    reach(middle + 1, end)
  }

  const edge = (order: 'ASC' | 'DESC'): number | null => {
    try {
      return (
        (db
          .prepare(`SELECT rowid FROM "${table}" NOT INDEXED ORDER BY rowid ${order} LIMIT 1`)
          .pluck()
          .get() as number) ?? null
      )
    } catch {
      return null
    }
  }
  const first = edge('ASC') ?? 1
  const last = edge('DESC')
  if (last !== null) {
    reach(first, last)
    return
  }
  // The end is damaged: as far as it goes well, then a little beyond.
  const { last: reached, whole } = walk(onward, first, Number.MAX_SAFE_INTEGER)
  if (!whole) reach((reached ?? first - 1) + 1, (reached ?? first) + BEYOND)
}

/** The same of a table that is ordered by its key: from both ends, and on behind each place that breaks off. */
export function walkKeys(
  db: Database.Database,
  table: string,
  columns: string,
  key: readonly string[],
  keep: Keep,
): void {
  const order = (direction: string) => key.map(name => `"${name}" ${direction}`).join(', ')
  for (const direction of ['ASC', 'DESC'])
    try {
      const rows = db.prepare(`SELECT ${columns} FROM "${table}" ORDER BY ${order(direction)}`).raw()
      for (const row of rows.iterate() as Iterable<unknown[]>) keep(row)
      return
    } catch {
      // The other direction reaches what lies behind the damage.
    }
}
