import type { Labelled } from './nab-data.ts'

/** What one threshold for all series gives: windows found, alarms outside them, NAB's score (0 null, 100 perfect). */
export interface Verdict {
  threshold: number
  found: number
  windows: number
  falseAlarms: number
  /** Weeks of data outside windows and after probation. */
  weeks: number
  score: number
}

const WEEK = 7 * 24 * 3_600_000
/** NAB's standard profile: a found window +1, a missed one −1, a false alarm −0.11. */
const FALSE_ALARM = 0.11

/** NAB's scaled sigmoid (Lavin and Ahmad 2015): 0.99 at a window's start, 0 at its end, −1 far behind it. */
const sigmoid = (position: number): number => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1)

/** Alarms after probation; within `refractory` ms after one, further ones fold into it. Sizes of scores, not signs. */
export function alarmsOf(series: Labelled, scores: readonly number[], threshold: number, refractory: number): number[] {
  const alarms: number[] = []
  let last = Number.NEGATIVE_INFINITY
  for (let index = series.start; index < scores.length; index++) {
    const at = series.at[index] ?? 0
    if (!((scores[index] ?? 0) >= threshold) || at - last < refractory) continue
    alarms.push(index)
    last = at
  }
  return alarms
}

/** Judges all series with one threshold. */
export function judge(
  all: readonly Labelled[],
  scores: readonly (readonly number[])[],
  threshold: number,
  refractory: number,
): Verdict {
  const verdict = { threshold, found: 0, windows: 0, falseAlarms: 0, weeks: 0, score: 0 }
  all.forEach((series, index) => {
    const alarms = alarmsOf(series, scores[index] ?? [], threshold, refractory)
    verdict.windows += series.windows.length
    verdict.weeks += weeksOutside(series)
    for (const window of series.windows) {
      const first = alarms.find(alarm => alarm >= window.from && alarm <= window.to)
      if (first === undefined) continue
      verdict.found++
      const position = -(window.to - first + 1) / (window.to - window.from + 1)
      verdict.score += 1 + sigmoid(position) / sigmoid(-1)
    }
    for (const alarm of alarms.filter(each => !inWindow(series, each))) {
      verdict.falseAlarms++
      verdict.score += FALSE_ALARM * costOf(series, alarm)
    }
  })
  return { ...verdict, score: (100 * verdict.score) / (2 * verdict.windows) }
}

/** The best NAB score over a grid of thresholds 3 % apart: the rule by which NAB itself sets every detector's. */
export function best(all: readonly Labelled[], scores: readonly (readonly number[])[], refractory: number): Verdict {
  let chosen = judge(all, scores, 1, refractory)
  for (let threshold = 1.03; threshold < 80; threshold *= 1.03) {
    const verdict = judge(all, scores, threshold, refractory)
    if (verdict.score > chosen.score) chosen = verdict
  }
  return chosen
}

const inWindow = ({ windows }: Labelled, index: number): boolean =>
  windows.some(({ from, to }) => index >= from && index <= to)

/** A false alarm shortly after a window costs less: it may still be about it. */
function costOf({ windows }: Labelled, alarm: number): number {
  const before = windows.findLast(({ to }) => to < alarm)
  return before ? sigmoid((alarm - before.to) / (before.to - before.from)) : -1
}

function weeksOutside(series: Labelled): number {
  let outside = 0
  for (let index = series.start + 1; index < series.at.length; index++)
    if (!inWindow(series, index)) outside += (series.at[index] ?? 0) - (series.at[index - 1] ?? 0)
  return outside / WEEK
}
