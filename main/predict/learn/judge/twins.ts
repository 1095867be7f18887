import type { FeatureTable } from '../data/feature-table.ts'
import type { Groups } from './folds.ts'

/** Rows that are the same in all columns. */
export interface Twins {
  /** Rows beyond the first of each kind. */
  repeated: number
  /** Rows by kind, merged with `groups` where those were given. */
  groups: Groups
}

/** More rows than this share of all are a common case, not a copy. */
const COMMON = 0.02

/** Finds rows that repeat others, so that none is learned from and judged by at once. */
export function findTwins(table: FeatureTable, groups?: Groups): Twins {
  const [a, b] = [new Int32Array(table.rows), new Int32Array(table.rows)]
  for (const column of table.columns) {
    const words = column.kind === 'number' ? new Int32Array(column.values.slice().buffer) : new Int32Array(column.codes)
    const each = column.kind === 'number' ? 2 : 1
    for (let row = 0; row < table.rows; row++) {
      for (let word = row * each; word < (row + 1) * each; word++) {
        a[row] = Math.imul((a[row] as number) ^ (words[word] as number), 0x01000193)
        b[row] = Math.imul((b[row] as number) + (words[word] as number), 0x85ebca6b) ^ ((b[row] as number) >>> 13)
      }
    }
  }
  const firsts = new Map<number, number>()
  const sizes = new Int32Array(table.rows)
  const firstOf = new Int32Array(table.rows)
  for (let row = 0; row < table.rows; row++) {
    const key = ((a[row] as number) >>> 0) * 2 ** 20 + ((b[row] as number) & 0xfffff)
    const first = firsts.get(key) ?? row
    firsts.set(key, first)
    firstOf[row] = first
    sizes[first] = (sizes[first] as number) + 1
  }
  const most = areByChance(table, sizes) ? 1 : Math.max(3, COMMON * table.rows)
  const union = new Union(table.rows)
  let repeated = 0
  for (let row = 0; row < table.rows; row++) {
    const first = firstOf[row] as number
    if (first === row || (sizes[first] as number) > most) continue
    repeated++
    union.join(first, row)
  }
  if (groups) {
    const begun = new Map<number, number>()
    for (let row = 0; row < table.rows; row++) {
      const group = groups[row] as number
      const first = begun.get(group)
      if (first === undefined) begun.set(group, row)
      else union.join(first, row)
    }
  }
  return { repeated, groups: Int32Array.from({ length: table.rows }, (_, row) => union.rootOf(row)) }
}

/** Fewer rows alike than so many times what chance gives are no copies. */
const TIMES_CHANCE = 3

/**
 * Whether as many pairs of rows would be alike where columns are drawn independently of each other: a table of one rounded number
 * repeats itself. Joined, such rows would join the accounts they are of, until all rows are one group.
 */
function areByChance({ rows, columns }: FeatureTable, sizes: Int32Array): boolean {
  const pairsOf = (n: number) => (n * (n - 1)) / 2
  const pairs = sizes.reduce((sum, size) => sum + pairsOf(size), 0)
  if (pairs === 0) return false
  let expected = pairsOf(rows)
  for (const column of columns) {
    const counts = new Map<number, number>()
    for (const value of column.kind === 'number' ? column.values : column.codes)
      counts.set(value, (counts.get(value) ?? 0) + 1)
    const alike = [...counts.values()].reduce((sum, n) => sum + pairsOf(n), 0)
    expected = (expected * alike) / Math.max(1, pairsOf(rows))
    // Another column can only make fewer rows alike.
    if (pairs >= TIMES_CHANCE * expected) return false
  }
  return true
}

/** Sets that can be joined. */
class Union {
  private readonly parent: Int32Array

  constructor(n: number) {
    this.parent = Int32Array.from({ length: n }, (_, at) => at)
  }

  rootOf(at: number): number {
    let root = at
    while (this.parent[root] !== root) root = this.parent[root] as number
    while (this.parent[at] !== root) [this.parent[at], at] = [root, this.parent[at] as number]
    return root
  }

  join(a: number, b: number): void {
    this.parent[this.rootOf(b)] = this.rootOf(a)
  }
}
