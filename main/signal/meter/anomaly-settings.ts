import { DAY } from '../../../shared/trigger/duration.ts'

/** What a score may be told; the defaults are measured ones and meant for every series. */
export interface AnomalyOptions {
  /** Milliseconds of a bucket. */
  every: number
  /** Counts get a Poisson floor, so that the second event of a rare kind is no news; `metric` is any measured number. */
  kind?: 'count' | 'metric'
  /** Deviations that must be known before anything is said. */
  history?: number
  /** Deviations that are remembered: what has left this memory is new again. */
  memory?: number
  /** How many buckets are looked at together. */
  spans?: readonly number[]
  /** Metrics: a deviation of this share of the level is never more than one standard deviation. */
  floor?: number
  /** How many earlier days or weeks make the season. */
  cycles?: number
}

/** Options with what follows from the bucket's length. */
export interface Settings extends Required<AnomalyOptions> {
  /** Buckets that make the level. */
  level: number
  /** Buckets of a day and of a week, where the bucket divides them. */
  seasons: readonly number[]
  /** Counts come from people, who keep weekends: until two weeks are known, each would be news. */
  quiet: number
}

/** Fills in what was left out. A bucket that does not divide a day or a week merely has no such season. */
export function settle(options: AnomalyOptions): Settings {
  const { every } = options
  const lengths = [DAY, 7 * DAY, 28 * DAY].map(length => Math.round(length / every))
  return {
    kind: 'metric',
    history: 21,
    memory: 4000,
    spans: [1, 4, 16],
    floor: 0.01,
    cycles: 7,
    ...options,
    ...(options.kind === 'count' && { floor: 0 }),
    quiet: options.kind === 'count' ? Math.ceil((14 * DAY) / every) : 0,
    // The shortest of a day, a week and four weeks that holds enough buckets to have a median.
    level: lengths.find(length => length >= 24) ?? 28,
    seasons: [DAY, 7 * DAY].filter(length => length % every === 0 && length / every > 1).map(length => length / every),
  }
}
