import { parseDuration } from '../../../shared/trigger/duration.ts'
import type { Comparison, Condition } from '../../../shared/trigger/trigger.ts'
import type { Runs } from './runs.ts'

/** Truth as SQL has it; a number so that it fits a typed array. */
export const FALSE = 0
export const TRUE = 1
export const UNKNOWN = 2

/** Whether a run's value fulfils a comparison at `t`. */
export type Fulfils = (value: number) => number

/** A condition whose comparisons are named by their position, as they appear. */
export type Shape = { is: number } | { all: Shape[] } | { any: Shape[] } | { not: Shape }

/** The shape of a condition and its comparisons in order of appearance. */
export function shapeOf<C>(condition: Condition, ready: (comparison: Extract<Condition, { measure: unknown }>) => C) {
  const comparisons: C[] = []
  const walk = (node: Condition): Shape => {
    if ('all' in node) return { all: node.all.map(walk) }
    if ('any' in node) return { any: node.any.map(walk) }
    if ('not' in node) return { not: walk(node.not) }
    return { is: comparisons.push(ready(node)) - 1 }
  }
  return { shape: walk(condition), comparisons }
}

/** Three-valued logic: what decides an `any` is one true part, an `all` one false part. */
export function truthOf(shape: Shape, truths: ArrayLike<number>): number {
  if ('is' in shape) return truths[shape.is] ?? UNKNOWN
  if ('not' in shape) {
    const inner = truthOf(shape.not, truths)
    return inner === UNKNOWN ? UNKNOWN : 1 - inner
  }
  const [parts, deciding] = 'all' in shape ? [shape.all, FALSE] : [shape.any, TRUE]
  let unknown = false
  for (const part of parts) {
    const inner = truthOf(part, truths)
    if (inner === deciding) return deciding
    if (inner === UNKNOWN) unknown = true
  }
  return unknown ? UNKNOWN : 1 - deciding
}

/** A comparison's runs of many accounts: those of account k are runs `offsets[k]` … `offsets[k + 1]` − 1. */
export interface Column {
  runs: Runs
  offsets: Uint32Array
}

/** Where one account stands in one column while time goes by. */
interface Cursor {
  run: number
  last: number
  /** When the truth of this comparison may turn next. */
  turns: number
}

const valueAt = (runs: Runs, run: number, t: number): number => {
  const slope = runs.slope[run] as number
  const a = runs.a[run] as number
  return slope === 0 ? a : (t - a) * slope
}

/** The first whole millisecond after `t` at which a run with a slope turns its answer; infinity when it does not. */
function turnOf(runs: Runs, run: number, t: number, threshold: number, holds: Fulfils): number {
  const slope = runs.slope[run] as number
  if (slope === 0 || Number.isNaN(runs.a[run] as number) || Number.isNaN(threshold)) return Number.POSITIVE_INFINITY
  const before = holds(valueAt(runs, run, t))
  const near = Math.floor((runs.a[run] as number) + threshold / slope)
  for (let at = Math.max(near - 1, t + 1); at <= near + 2; at++) if (holds(valueAt(runs, run, at)) !== before) return at
  return Number.POSITIVE_INFINITY
}

/** A comparison made ready. `threshold` is NaN where it is not a number. */
export interface Test {
  threshold: number
  holds: Fulfils
}

/** The common case of one comparison, run by run. */
function spansOfOne(
  { runs, offsets }: Column,
  { threshold, holds }: Test,
  account: number,
  limit: number,
  span: (from: number, to: number) => void,
): void {
  const last = (offsets[account + 1] as number) - 1
  let since = Number.NaN
  const turn = (now: boolean, t: number) => {
    if (now && Number.isNaN(since)) since = t
    if (now || Number.isNaN(since)) return
    span(since, t)
    since = Number.NaN
  }
  for (let run = offsets[account] as number; run <= last; run++) {
    const from = runs.from[run] as number
    const first = holds(valueAt(runs, run, from))
    turn(first === TRUE, from)
    if (runs.slope[run] === 0 || first === UNKNOWN) continue
    const turns = turnOf(runs, run, from, threshold, holds)
    const ends = run < last ? (runs.from[run + 1] as number) : limit + 1
    if (turns < ends) turn(first !== TRUE, turns)
  }
  if (!Number.isNaN(since)) span(since, Number.POSITIVE_INFINITY)
}

/**
 * Tells, for one account, the spans in which the condition holds: `span(from, to)` with `to` excluded, in order, and
 * whether it went on until the end of time.
 */
export function spansOf(
  columns: readonly Column[],
  tests: readonly Test[],
  shape: Shape,
  account: number,
  limit: number,
  span: (from: number, to: number) => void,
): void {
  const [column] = columns
  const [test] = tests
  if ('is' in shape && column && test) {
    spansOfOne(column, test, account, limit, span)
    return
  }
  const n = columns.length
  const cursors: Cursor[] = []
  const truths = new Uint8Array(n)
  for (let c = 0; c < n; c++) {
    const column = columns[c] as Column
    cursors.push({
      run: (column.offsets[account] as number) - 1,
      last: (column.offsets[account + 1] as number) - 1,
      turns: Number.NEGATIVE_INFINITY,
    })
  }
  let t = Number.NEGATIVE_INFINITY
  let since = Number.NaN
  for (;;) {
    let next = Number.POSITIVE_INFINITY
    for (let c = 0; c < n; c++) {
      const cursor = cursors[c] as Cursor
      const { runs } = columns[c] as Column
      const { holds, threshold } = tests[c] as Test
      if (cursor.turns <= t) {
        while (cursor.run < cursor.last && (runs.from[cursor.run + 1] as number) <= t) cursor.run++
        const known = t > Number.NEGATIVE_INFINITY
        truths[c] = known ? holds(valueAt(runs, cursor.run, t)) : UNKNOWN
        const ends = cursor.run < cursor.last ? (runs.from[cursor.run + 1] as number) : Number.POSITIVE_INFINITY
        cursor.turns = known ? Math.min(ends, turnOf(runs, cursor.run, t, threshold, holds)) : ends
      }
      if (cursor.turns < next) next = cursor.turns
    }
    const now = truthOf(shape, truths) === TRUE
    if (now && Number.isNaN(since)) since = t
    if (!now && !Number.isNaN(since)) {
      span(since, t)
      since = Number.NaN
    }
    if (next > limit) break
    t = next
  }
  if (!Number.isNaN(since)) span(since, Number.POSITIVE_INFINITY)
}

const compare: Record<'>=' | '>' | '<=' | '<' | '=', (value: number, threshold: number) => boolean> = {
  '>=': (value, threshold) => value >= threshold,
  '>': (value, threshold) => value > threshold,
  '<=': (value, threshold) => value <= threshold,
  '<': (value, threshold) => value < threshold,
  '=': (value, threshold) => value === threshold,
}

/** A comparison as a test of a column's values. Codes are looked up in a table made once. */
export function testOf({ op, threshold }: Comparison, codes: readonly unknown[] | null): Test {
  const plain = plainTest(op, threshold)
  const limit = typeof plain.limit === 'number' ? plain.limit : Number.NaN
  const truth = (value: unknown): number => (plain.fulfils(value) ? TRUE : FALSE)
  if (!codes) return { threshold: limit, holds: value => (Number.isNaN(value) ? UNKNOWN : truth(value)) }
  const truths = codes.map(truth)
  return { threshold: Number.NaN, holds: value => (Number.isNaN(value) ? UNKNOWN : (truths[value] ?? FALSE)) }
}

function plainTest(op: Comparison['op'], threshold: Comparison['threshold']) {
  const wanted: unknown = threshold
  if (Array.isArray(wanted)) return { limit: null, fulfils: (value: unknown) => wanted.includes(value) }
  const limit = typeof wanted === 'string' ? (parseDuration(wanted) ?? wanted) : wanted
  if (typeof limit !== 'number') return { limit, fulfils: (value: unknown) => value === limit || value === wanted }
  const fulfils = compare[op as keyof typeof compare]
  return {
    limit,
    fulfils: (value: unknown) => (typeof value === 'number' ? fulfils(value, limit) : value === wanted),
  }
}
