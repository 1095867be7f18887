import { DAY } from '../../shared/trigger/duration.ts'

/** Options of a score, all of them stated. */
export interface PlainOptions {
  every: number
  kind: 'count' | 'metric'
  history: number
  memory: number
  spans: readonly number[]
  floor: number
  cycles: number
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)
const isKnown = (value: number): boolean => !Number.isNaN(value)

function quantile(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b)
  const rank = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0]
  return low + (high - low) * (rank - Math.floor(rank))
}
const median = (list: readonly number[]): number => quantile(list, 0.5)

/** A way to guess and, for each bucket so far, what it expected (NaN: nothing). */
interface Guess {
  period: number
  expected: number[]
  /** For each span, by how much sums over it were off, oldest first. */
  off: number[][]
}

/**
 * The anomaly score as the comment over `main/signal/anomaly.ts` states it, each bucket reckoned from the whole past
 * again: no running sums, no windows kept in order.
 */
export function plainScores(buckets: readonly number[], options: PlainOptions): (number | null)[] {
  const { every, kind, history, memory, spans, cycles } = options
  const lengths = [DAY, 7 * DAY, 28 * DAY].map(length => Math.round(length / every))
  const levelOver = lengths.find(length => length >= 24) ?? 28
  const seasons = [DAY, 7 * DAY].filter(length => length % every === 0 && length > every).map(length => length / every)
  const quiet = kind === 'count' ? Math.ceil((14 * DAY) / every) : 0
  const guesses = [0, ...seasons].map((period): Guess => ({ period, expected: [], off: spans.map(() => []) }))
  const recent: number[] = []
  const levels: number[] = []
  return buckets.map((value, i) => {
    const latest = recent.slice(-levelOver)
    levels.push(latest.length === 0 ? value : levelOf(latest, kind))
    for (const guess of guesses) guess.expected.push(expectation(guess.period, i, buckets, levels, cycles, kind))
    const missed = (guess: Guess, at: number): number => {
      const difference = (buckets[at] ?? Number.NaN) - (guess.expected[at] ?? Number.NaN)
      return isKnown(difference) ? difference : 0
    }
    const expectedAt = (guess: Guess, at: number): number =>
      missedIsKnown(guess, at, buckets) ? (guess.expected[at] ?? 0) : 0
    const over = (at: number, span: number) =>
      Array.from({ length: span }, (_, n) => at - n).filter(place => place >= 0)
    const chosen = bestOf(guesses, buckets, levels, history)
    let score: number | null = null
    if (isKnown(value) && i >= quiet)
      for (const [place, span] of spans.entries()) {
        const off = chosen.off[place]?.slice(-memory) ?? []
        if (off.length < history) continue
        const miss = sum(over(i, span).map(at => missed(chosen, at)))
        const expected = sum(over(i, span).map(at => expectedAt(chosen, at)))
        const one = scoreOf(miss, expected, span, off, options)
        if (score === null || Math.abs(one) > Math.abs(score)) score = one
      }
    for (const guess of guesses) {
      const since = guess.expected.findIndex((_, at) => missedIsKnown(guess, at, buckets))
      for (const [place, span] of spans.entries()) {
        const end = span === 1 ? i : i - span
        if (since === -1 || end - span + 1 < since) continue
        guess.off[place]?.push(Math.abs(sum(over(end, span).map(at => missed(guess, at))) / span))
      }
    }
    if (isKnown(value)) recent.push(kind === 'count' && latest.length > 0 ? Math.min(value, mostOf(latest)) : value)
    return score
  })
}

const levelOf = (latest: readonly number[], kind: string): number =>
  kind === 'count' && median(latest) < 5 ? sum(latest) / latest.length : median(latest)
const mostOf = (latest: readonly number[]): number => Math.max(5, 3 * quantile(latest, 0.9))

function expectation(
  period: number,
  i: number,
  buckets: readonly number[],
  levels: readonly number[],
  cycles: number,
  kind: string,
): number {
  const level = levels[i] ?? Number.NaN
  if (period === 0) return level
  const earlier = buckets.map((value, at) => ({ at, offset: value - (levels[at] ?? Number.NaN) }))
  const past = earlier.filter(({ at, offset }) => at < i && (i - at) % period === 0 && isKnown(offset)).slice(-cycles)
  if (past.length < 2) return Number.NaN
  const expected = level + median(past.map(({ offset }) => offset))
  return kind === 'count' ? Math.max(0, expected) : expected
}

const missedIsKnown = ({ expected }: Guess, at: number, buckets: readonly number[]): boolean =>
  isKnown(expected[at] ?? Number.NaN) && isKnown(buckets[at] ?? Number.NaN)

/** The season that missed least beside what the level alone missed in the same buckets, a tenth less at least. */
function bestOf(
  guesses: readonly Guess[],
  buckets: readonly number[],
  levels: readonly number[],
  history: number,
): Guess {
  const [level, ...seasons] = guesses as [Guess, ...Guess[]]
  const judged = seasons.flatMap(guess => {
    const places = guess.expected.flatMap((_, at) => (missedIsKnown(guess, at, buckets) ? [at] : []))
    const by = (of: readonly number[]) => sum(places.map(at => Math.abs((buckets[at] ?? 0) - (of[at] ?? 0))))
    const share = by(guess.expected) / by(levels)
    return places.length > history && share < 0.9 ? [{ guess, share }] : []
  })
  return judged.sort((a, b) => a.share - b.share)[0]?.guess ?? level
}

const GAUSSIAN = [
  [0.5, 0.6745],
  [0.9, 1.6449],
  [0.99, 2.5758],
  [0.999, 3.2905],
] as const

function scoreOf(miss: number, expected: number, span: number, off: readonly number[], options: PlainOptions): number {
  const scales = GAUSSIAN.map(([share, deviations]) => quantile(off, share) / deviations)
  const floor = options.kind === 'metric' ? options.floor * Math.abs(expected / span) : 0
  const scale = Math.max(floor, Math.max(...scales) * (1 + 10 / off.length))
  const score = miss === 0 ? 0 : Math.max(-50, Math.min(50, miss / span / scale))
  if (options.kind === 'metric') return score
  const count = miss + expected
  const most = Math.max(0, expected)
  const poisson =
    count > most ? 2 * (Math.sqrt(count + 3 / 8) - Math.sqrt(most + 3 / 8)) : miss / Math.sqrt(Math.max(expected, 1))
  return Math.abs(score) < Math.abs(poisson) ? score : poisson
}
