import { own } from '../../../../shared/foreign/own.ts'
import type { FeatureColumn, FeatureTable } from '../data/feature-table.ts'
import { orderOf } from '../order.ts'

/**
 * How the values of a column were spread: shares of rows by bin. Numbers have bins up to each of the `edges` and one above
 * them, categories one for each name; the last share is that of rows without a value.
 */
export type FeatureSpread =
  | { column: string; is: 'number'; edges: number[]; shares: number[] }
  | { column: string; is: 'category'; names: string[]; shares: number[] }

/** How far a column has moved. */
export interface ColumnDrift {
  column: string
  /** Population stability index, 0 where nothing has moved. */
  psi: number
  /** Shares of rows without a value, before and now. */
  missing: { before: number; now: number }
  /** The value in the middle, before and now; null for categories and where there is none. */
  middle: { before: number; now: number } | null
}

const BINS = 10
/** The largest categories count by name; the others together. */
const MOST_NAMES = 20
const OTHERS = 'other'
/** An empty bin would make the index infinite: each counts as at least half a row in a thousand. */
const LEAST_SHARE = 0.0005

/** The spread of each column. */
export const spreadsOf = ({ columns, rows }: FeatureTable): FeatureSpread[] =>
  columns.map(column => (column.kind === 'number' ? numberSpread(column, rows) : categorySpread(column, rows)))

function numberSpread(column: FeatureColumn & { kind: 'number' }, rows: number): FeatureSpread {
  const known = column.values.filter(value => !Number.isNaN(value))
  const order = orderOf(known)
  const at = (part: number) => known[order[Math.floor(part * (order.length - 1))] as number] as number
  const edges = known.length === 0 ? [] : Array.from({ length: BINS - 1 }, (_, bin) => at((bin + 1) / BINS))
  const distinct = [...new Set(edges)]
  return { column: column.name, is: 'number', edges: distinct, shares: numberShares(distinct, column.values, rows) }
}

function numberShares(edges: readonly number[], values: Float64Array, rows: number): number[] {
  const counts = new Array<number>(edges.length + 2).fill(0)
  for (const value of values) {
    const above = Number.isNaN(value) ? counts.length - 1 : edges.findIndex(edge => value <= edge)
    const bin = above < 0 ? edges.length : above
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts.map(count => count / Math.max(1, rows))
}

function categorySpread(column: FeatureColumn & { kind: 'category' }, rows: number): FeatureSpread {
  const counts = new Map<string, number>()
  for (const code of column.codes) {
    const name = column.names[code]
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const names = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_NAMES)
  const known = [...names.map(([name]) => name), OTHERS]
  return { column: column.name, is: 'category', names: known, shares: categoryShares(known, column, rows) }
}

function categoryShares(
  names: readonly string[],
  column: FeatureColumn & { kind: 'category' },
  rows: number,
): number[] {
  const places = Object.fromEntries(names.map((name, place) => [name, place]))
  const byCode = column.names.map(name => own(places, name) ?? names.length - 1)
  const counts = new Array<number>(names.length + 1).fill(0)
  for (const code of column.codes) {
    const bin = code < 0 ? names.length : (byCode[code] ?? names.length - 1)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts.map(count => count / Math.max(1, rows))
}

/**
 * How far each column of some rows has moved from how it was spread: the population stability index, the sum over bins of
 * (now − before) · ln(now ÷ before) (Siddiqi 2006), furthest first. Columns that are not there any more are all missing.
 */
export function driftOf(spreads: readonly FeatureSpread[], { columns, rows }: FeatureTable): ColumnDrift[] {
  const now = new Map(columns.map(column => [column.name, column]))
  return spreads.map(spread => columnDrift(spread, now.get(spread.column), rows)).sort((a, b) => b.psi - a.psi)
}

function columnDrift(spread: FeatureSpread, found: FeatureColumn | undefined, rows: number): ColumnDrift {
  const shares = sharesNow(spread, found, rows)
  const psi = spread.shares.reduce((sum, share, bin) => sum + divergence(share, shares[bin] ?? 0), 0)
  const missing = { before: spread.shares.at(-1) ?? 0, now: shares.at(-1) ?? 0 }
  return { column: spread.column, psi, missing, middle: middleOf(spread, found) }
}

function sharesNow(spread: FeatureSpread, found: FeatureColumn | undefined, rows: number): number[] {
  if (spread.is === 'number' && found?.kind === 'number') return numberShares(spread.edges, found.values, rows)
  if (spread.is === 'category' && found?.kind === 'category') return categoryShares(spread.names, found, rows)
  return spread.shares.map((_, bin) => (bin === spread.shares.length - 1 ? 1 : 0))
}

function divergence(before: number, now: number): number {
  const [a, b] = [Math.max(before, LEAST_SHARE), Math.max(now, LEAST_SHARE)]
  return (b - a) * Math.log(b / a)
}

function middleOf(spread: FeatureSpread, found: FeatureColumn | undefined): ColumnDrift['middle'] {
  if (spread.is !== 'number' || found?.kind !== 'number') return null
  const known = found.values.filter(value => !Number.isNaN(value))
  const now = known[orderOf(known)[Math.floor((known.length - 1) / 2)] as number]
  const before = medianOf(spread)
  return now === undefined || before === undefined ? null : { before, now }
}

/** The edge up to which half of the rows with a value lie. */
function medianOf({ edges, shares }: FeatureSpread & { is: 'number' }): number | undefined {
  const known = 1 - (shares.at(-1) ?? 0)
  let sum = 0
  return edges.find((_, bin) => {
    sum += shares[bin] ?? 0
    return sum >= known / 2 - 1e-9
  })
}
