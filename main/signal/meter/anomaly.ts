import { best, ceiling, expectedBy, type Guess, levelOf, note, remember, startGuess, total } from './anomaly-guess.ts'
import { OrderedWindow } from './anomaly-order.ts'
import { type AnomalyOptions, type Settings, settle } from './anomaly-settings.ts'
import { shiftScorer } from './anomaly-shift.ts'

/**
 * How unusual each bucket of a series is against its own past: season of day and week, slow level, robust scale.
 *
 *   expected = level (what the last day, week or four weeks were like)
 *            + season (median of how earlier same times of day or week stood to the level of then), where that has
 *              been the better guess so far
 *   score    = (observed − expected) ÷ scale, over the last bucket and over the last 4 and 16 together; the one
 *              furthest from 0 counts. Below 0: less than expected; above 0: more.
 *
 * A score of 1 is one standard deviation if the past was Gaussian. If its tails are heavier, the scale is what those
 * tails say (see `QUANTILES`), so that a series with regular spikes is compared with its spikes. Only the past is used.
 */

/** Score from which a bucket is worth an alarm; measured with `npm run bench -- signals --only nab`. */
export const ANOMALY_THRESHOLD = 4

/** What a change from a history without any change at all scores: there is nothing to divide by. */
const NEVER_MOVED = 50

/**
 * Shares of absolute deviations and where a standard Gaussian has them. The scale is the largest that any of them
 * implies: with the first alone (MAD) every spike of a spiky series would be an alarm.
 */
const QUANTILES = [
  [0.5, 0.6745],
  [0.9, 1.6449],
  [0.99, 2.5758],
  [0.999, 3.2905],
] as const

/** So many deviations double the scale: quantiles of a short past are themselves uncertain. */
const DOUBLING = 10

/**
 * Scores of a series in time order, one for each point; null while the past is too short. Points nearer than half a
 * bucket to the one before are taken as the next bucket; gaps are unknown, not zero.
 */
export function anomalyScores(
  series: readonly { at: number; value: number }[],
  options: AnomalyOptions,
): (number | null)[] {
  const begins = series[0]?.at ?? 0
  const buckets: number[] = []
  const places = series.map(({ at, value }) => {
    const place = Math.max(buckets.length, Math.round((at - begins) / options.every))
    while (buckets.length < place) buckets.push(Number.NaN)
    buckets.push(value)
    return place
  })
  const scores = scoreBuckets(buckets, options)
  return places.map(place => scores[place] ?? null)
}

/**
 * Score of the last of an account's full buckets (oldest first, NaN unknown), which follow each other every `every`
 * milliseconds. Null while the buckets before it add up to less than `minimum` or are too few to know what is usual.
 * Days and weeks are counted in buckets, so the answer does not depend on when the first one starts.
 */
export function anomalyAt(
  buckets: Float64Array | readonly number[],
  every: number,
  minimum: number,
  kind: 'count' | 'metric' = 'count',
): number | null {
  const last = buckets.length - 1
  let total = 0
  buckets.forEach((value, index) => {
    if (index !== last) total += Math.abs(value || 0)
  })
  if (total < minimum) return null
  return scoreBuckets(buckets, { every, kind }, index => index === last)[last] ?? null
}

/** Bucket numbers at which an alarm is raised: after one, further ones within `refractory` buckets fold into it. */
export function anomalyAlarms(scores: readonly (number | null)[], threshold: number, refractory: number): number[] {
  const alarms: number[] = []
  scores.forEach((score, index) => {
    if (score === null || Math.abs(score) < threshold) return
    if (index - (alarms.at(-1) ?? Number.NEGATIVE_INFINITY) >= refractory) alarms.push(index)
  })
  return alarms
}

/**
 * Scores of buckets that follow each other, oldest first; NaN is a gap. Null where the past is too short to say, and,
 * to save the work, where nobody asks.
 */
export function scoreBuckets(
  buckets: Float64Array | readonly number[],
  options: AnomalyOptions,
  isAsked: (index: number) => boolean = () => true,
): (number | null)[] {
  const settings = settle(options)
  const recent = new OrderedWindow(settings.level)
  const levels = new Float64Array(buckets.length).fill(Number.NaN)
  const start = (period: number | null) => startGuess(period, buckets.length, settings)
  const guesses: [Guess, ...Guess[]] = [start(null), ...settings.seasons.map(start)]
  const shiftOf = shiftScorer(levels, settings)
  const scores: (number | null)[] = []
  for (let index = 0; index < buckets.length; index++) {
    const value = buckets[index] ?? Number.NaN
    const level = recent.count > 0 ? levelOf(recent, settings) : value
    levels[index] = level
    for (const guess of guesses) note(guess, index, value, level, expectedBy(guess, index, buckets, levels, settings))
    const isSilent = Number.isNaN(value) || index < settings.quiet || !isAsked(index)
    const guess = best(guesses, settings)
    const near = isSilent ? null : scoreLast(guess, index, settings)
    const shift =
      settings.kind === 'metric' ? shiftOf(index, (guess.offsets[0]?.sizes.quantile(0.5) ?? 0) / 0.6745) : null
    scores.push(near === null ? null : further(near, shift ?? 0))
    for (const guess of guesses) remember(guess, index)
    if (!Number.isNaN(value)) recent.add(settings.kind === 'count' ? Math.min(value, ceiling(recent)) : value)
  }
  return scores
}

function scoreLast(guess: Guess, index: number, settings: Settings): number | null {
  let furthest: number | null = null
  for (const { span, sizes } of guess.offsets) {
    if (sizes.count < settings.history) continue
    const missed = total(guess.missed, index, span)
    const expected = total(guess.expected, index, span)
    const floor = settings.floor * Math.abs(expected / span)
    let score = divided(missed / span, Math.max(floor, scaleOf(sizes)))
    if (settings.kind === 'count') score = nearer(score, poissonScore(missed + expected, expected))
    furthest = furthest === null ? score : further(furthest, score)
  }
  return furthest
}

function scaleOf(offsets: OrderedWindow): number {
  let scale = Number.NEGATIVE_INFINITY
  for (const [share, gaussian] of QUANTILES) scale = Math.max(scale, offsets.quantile(share) / gaussian)
  return scale * (1 + DOUBLING / offsets.count)
}

/** The score with the larger size; of two that are level the first. */
const further = (a: number, b: number): number => (Math.abs(b) > Math.abs(a) ? b : a)

function divided(missed: number, scale: number): number {
  if (missed === 0) return 0
  return Math.max(-NEVER_MOVED, Math.min(NEVER_MOVED, missed / scale))
}

/** The score with the smaller size; both have the same sign or are 0. */
const nearer = (a: number, b: number): number => Math.sign(a) * Math.min(Math.abs(a), Math.abs(b))

/**
 * How far a count is from an expectation when events come independently. Above it the Anscombe transform,
 * below it (x − λ)/√λ: of the two usual approximations each time the one that claims less.
 */
function poissonScore(count: number, expected: number): number {
  if (count > expected) return 2 * (Math.sqrt(count + 3 / 8) - Math.sqrt(expected + 3 / 8))
  return (count - expected) / Math.sqrt(Math.max(expected, 1))
}
