import { describe, expect, it } from 'vitest'
import { scoreBuckets } from '../../../main/signal/meter/anomaly.ts'
import { settle } from '../../../main/signal/meter/anomaly-settings.ts'
import { shiftScorer } from '../../../main/signal/meter/anomaly-shift.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'

const DAY_LONG = 24
const settings = { ...settle({ every: HOUR, kind: 'metric' }), level: DAY_LONG, floor: 0 }

/** Scores of every hour, where each day has one level. */
function scores(days: readonly number[], { floor = 0, noise = 0 } = {}): (number | null)[] {
  const levels = Float64Array.from(days.flatMap(level => Array<number>(DAY_LONG).fill(level)))
  const score = shiftScorer(levels, { ...settings, floor })
  return Array.from(levels, (_, index) => score(index, noise))
}
const atNoon = (day: number, all: readonly (number | null)[]) => all[day * DAY_LONG + 12]
/** Thirty days at 99 and 101 in turn, then others. */
const daysBefore: number[] = Array.from({ length: 30 }, (_, day) => (day % 2 ? 101 : 99))
/** The middle of its reference is 99; nine tenths of that lie within 2 of it, of 21 medians. */
const SPREAD = (2 / 1.6449) * (1 + 4 / 21)

describe('a shift of level', () => {
  it('is how far the level has moved, in spreads of the levels before it', () => {
    expect(atNoon(30, scores([...daysBefore, 120]))).toBeCloseTo((0.65 * 21) / SPREAD, 9)
    expect(atNoon(30, scores([...daysBefore, 78]))).toBeCloseTo((0.65 * -21) / SPREAD, 9)
    expect(atNoon(30, scores([...daysBefore, 99]))).toBe(0)
  })

  it('is measured by the median of what days differ by, where that says more than their worst', () => {
    // Among the 21 days before, ten are at 90, ten at 110 and one at 100: all but one are 10 off.
    const either = Array.from({ length: 30 }, (_, day) => (day === 18 ? 100 : day % 2 ? 110 : 90))
    expect(atNoon(30, scores([...either, 160]))).toBeCloseTo((0.65 * 60) / ((10 / 0.6745) * (1 + 4 / 21)), 9)
  })

  it('is divided by next to nothing where nothing ever moved', () => {
    const flat = new Array<number>(30).fill(0)
    expect(atNoon(30, scores([...flat, 5e-9]))).toBeCloseTo(0.65 * 5, 9)
  })

  it('is news only so far as it has moved in the last two days, and no further than it is off', () => {
    // Two days later the middle of its reference is 101 after a rise and 99 after a fall, and half of that is 2 off.
    const later = (2 / 0.6745) * (1 + 4 / 21)
    expect(atNoon(32, scores([...daysBefore, 109, 101, 141]))).toBeCloseTo(0.65 * (40 / later - 10 / SPREAD), 9)
    expect(atNoon(32, scores([...daysBefore, 89, 101, 121]))).toBeCloseTo((0.65 * 22) / later, 9)
  })

  it('is measured by no less than the floor, and a share of what single buckets are off by', () => {
    expect(atNoon(30, scores([...daysBefore, 120], { floor: 0.05 }))).toBeCloseTo((0.65 * 21) / (0.05 * 99), 9)
    expect(atNoon(30, scores([...daysBefore, 120], { noise: 100 }))).toBeCloseTo((0.65 * 21) / 30, 9)
  })

  it('is known from 23 days on, the first of which fills the first median', () => {
    const all = scores(daysBefore)
    expect(all.findIndex(score => score !== null)).toBe(23 * DAY_LONG)
  })

  it('is not known while a level of its reference is missing', () => {
    const gap = daysBefore.with(15, Number.NaN)
    expect(atNoon(29, scores(gap))).toBeNull()
  })

  it('finds a change among days a third of which are anomalies themselves', () => {
    const poisoned = daysBefore.map((level, day) => (day % 3 ? level : 400))
    expect(atNoon(30, scores([...poisoned, 120]))).toBeLessThan(1)
    expect(atNoon(30, scores([...poisoned, 900]))).toBeGreaterThan(1)
  })

  it('is no news when it moved two days ago, and no news the other way when it comes back', () => {
    const stays = scores([...daysBefore, 120, 120, 120])
    expect(atNoon(32, stays)).toBeLessThan(1)
    expect(atNoon(31, stays)).toBeGreaterThan(5)
    expect(atNoon(32, scores([...daysBefore, 120, 120, 110]))).toBe(0)
    expect(atNoon(32, scores([...daysBefore, 120, 120, 300]))).toBeGreaterThan(20)
  })

  it('is told of a metric whose single buckets are off by too much to tell', () => {
    // Every fourth hour is an outlier; the others differ a little.
    const hour = (at: number, level: number) => (at % 4 ? level + (at % 5) : 900)
    const hours = Array.from({ length: 60 * DAY_LONG }, (_, at) => hour(at * 7, at < 50 * DAY_LONG ? 100 : 180))
    const found = scoreBuckets(Float64Array.from(hours), { every: HOUR, kind: 'metric' })
    const most = (from: number, to: number) =>
      Math.max(...found.slice(from * DAY_LONG, to * DAY_LONG).map(score => Math.abs(score ?? 0)))
    expect(most(30, 50)).toBeLessThan(1)
    expect(most(50, 52)).toBeGreaterThan(20)
    expect(most(55, 60)).toBeLessThan(1)
  })
})
