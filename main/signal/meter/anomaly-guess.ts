import { OrderedWindow } from './anomaly-order.ts'
import type { Settings } from './anomaly-settings.ts'

type Buckets = Float64Array | readonly number[]

/** A way to guess, what it has missed by (running sums), and how far off it was over each span. */
export interface Guess {
  /** Buckets of its season; null where the level alone is the guess. */
  period: number | null
  /** What was missed, and what was expected, of all buckets up to each. */
  missed: Float64Array
  expected: Float64Array
  /** What it has missed by in all, and what the level alone missed by in the same buckets. */
  error: number
  levelError: number
  judged: number
  /** The first bucket it could be judged in. */
  since: number
  offsets: readonly { span: number; sizes: OrderedWindow }[]
}

/** Before the first bucket. */
export const startGuess = (period: number | null, length: number, { spans, memory }: Settings): Guess => ({
  period,
  missed: new Float64Array(length),
  expected: new Float64Array(length),
  error: 0,
  levelError: 0,
  judged: 0,
  since: Number.POSITIVE_INFINITY,
  offsets: spans.map(span => ({ span, sizes: new OrderedWindow(Math.min(memory, length)) })),
})

/** Median, which outliers do not move; of rare counts the mean, because their median is 0. */
export function levelOf(recent: OrderedWindow, { kind }: Settings): number {
  const median = recent.quantile(0.5)
  return kind === 'count' && median < 5 ? recent.mean : median
}

/** One burst must not raise the mean for weeks, or the calm after it would look like a drop. */
export const ceiling = (recent: OrderedWindow): number =>
  recent.count > 0 ? Math.max(5, 3 * recent.quantile(0.9)) : Number.POSITIVE_INFINITY

/** What a guess leads one to expect; NaN while fewer than two earlier days or weeks are known. */
export function expectedBy(
  { period }: Guess,
  index: number,
  buckets: Buckets,
  levels: Float64Array,
  { cycles, kind }: Settings,
): number {
  const level = levels[index] ?? Number.NaN
  if (period === null) return level
  const past: number[] = []
  for (let cycle = 1; cycle * period <= index && past.length < cycles; cycle++) {
    const back = index - cycle * period
    const offset = (buckets[back] ?? Number.NaN) - (levels[back] ?? Number.NaN)
    if (!Number.isNaN(offset)) insert(past, offset)
  }
  if (past.length < 2) return Number.NaN
  const expected = level + middleOf(past)
  return kind === 'count' ? Math.max(0, expected) : expected
}

/** By hand: there are seven at most, and sort() costs more than everything else here. */
function insert(sorted: number[], value: number): void {
  let place = sorted.push(value) - 1
  for (; place > 0 && (sorted[place - 1] ?? 0) > value; place--) sorted[place] = sorted[place - 1] ?? 0
  sorted[place] = value
}

function middleOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2
}

/** Enters what a bucket brought beside what was expected of it. */
export function note(guess: Guess, index: number, value: number, level: number, expected: number): void {
  const known = !Number.isNaN(expected) && !Number.isNaN(value)
  const missed = known ? value - expected : 0
  guess.missed[index] = (guess.missed[index - 1] ?? 0) + missed
  guess.expected[index] = (guess.expected[index - 1] ?? 0) + (known ? expected : 0)
  if (!known) return
  guess.error += Math.abs(missed)
  guess.levelError += Math.abs(value - level)
  guess.since = Math.min(guess.since, index)
  guess.judged++
}

/** The season whose misses have been smallest beside the level's own, if a tenth smaller at least; else the level. */
export function best([level, ...seasons]: readonly [Guess, ...Guess[]], { history }: Settings): Guess {
  let chosen = level
  let least = 0.9
  for (const guess of seasons) {
    const left = guess.error / guess.levelError
    if (guess.judged <= history || !(left < least)) continue
    chosen = guess
    least = left
  }
  return chosen
}

/** A span's total in running sums up to and with a bucket. */
export const total = (sums: Float64Array, index: number, span: number): number =>
  (sums[index] ?? 0) - (sums[index - span] ?? 0)

/**
 * Adds deviations to what is usual, as late as the span is long: overlapping spans rise step by step, and each step
 * would otherwise be compared with the one before it and seem small.
 */
export function remember(guess: Guess, index: number): void {
  for (const { span, sizes } of guess.offsets) {
    const late = index - (span === 1 ? 0 : span)
    if (late - span + 1 >= guess.since) sizes.add(Math.abs(total(guess.missed, late, span) / span))
  }
}
