/** First and longest wait, in ms. */
export interface Pace {
  first: number
  longest: number
}

/**
 * How long to wait after the `failures`-th failure in a row (from 1), in ms: doubling, at most `longest`, the upper half
 * of it by chance (`random` in [0, 1)) so that many clients do not return in step. Never shorter than the server's
 * `hint`. After M. Brooker, "Exponential Backoff And Jitter" (2015), the variant with equal jitter.
 */
export function backoff(failures: number, pace: Pace, random: number, hint: number | null = null): number {
  const full = Math.min(pace.longest, pace.first * 2 ** Math.min(Math.max(failures, 1) - 1, 30))
  return Math.max(Math.round(full / 2 + (full / 2) * random), hint ?? 0)
}
