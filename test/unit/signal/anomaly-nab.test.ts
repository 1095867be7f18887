import { describe, expect, it } from 'vitest'
import { ANOMALY_THRESHOLD, anomalyScores } from '../../../main/signal/meter/anomaly.ts'
import { HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { windowedGaussian } from '../../bench/signals/gaussian.ts'
import { judgeShifts } from '../../bench/signals/level-shift.ts'
import { type Labelled, labelledSeries } from '../../bench/signals/nab-data.ts'
import { alarmsOf, judge } from '../../bench/signals/nab-score.ts'

const aSeries = (length: number, windows: Labelled['windows']): Labelled => ({
  name: 'made',
  at: Array.from({ length }, (_, index) => index * 5 * MINUTE),
  values: new Array(length).fill(0),
  windows,
  start: 150,
})
const scoresAt = (length: number, alarms: number[]): number[] => {
  const scores = new Array<number>(length).fill(0)
  for (const alarm of alarms) scores[alarm] = 9
  return scores
}

describe("NAB's standard profile", () => {
  const series = aSeries(1000, [{ from: 400, to: 499 }])
  const scored = (...alarms: number[]) => judge([series], [scoresAt(1000, alarms)], 5, 0).score

  it('gives 0 to silence, 100 to an alarm at the start of every window, less to a later one', () => {
    expect(scored()).toBe(0)
    expect(scored(400)).toBeCloseTo(100, 9)
    expect(scored(400, 450)).toBeCloseTo(100, 9)
    expect(scored(480)).toBeLessThan(scored(450))
    expect(scored(499)).toBeGreaterThan(50)
  })

  it('takes 0.11 of a window for a false alarm, less right behind one, nothing in probation', () => {
    expect(scored(200)).toBeCloseTo(-5.5, 9)
    expect(scored(400, 900)).toBeCloseTo(94.5, 9)
    expect(scored(400, 505)).toBeGreaterThan(scored(400, 900))
    expect(scored(100)).toBe(0)
  })

  it('folds alarms into the one before', () => {
    expect(alarmsOf(series, scoresAt(1000, [200, 210, 272, 280]), 5, 6 * HOUR)).toEqual([200, 272])
  })
})

it('a windowed Gaussian measures in standard deviations of its window', () => {
  const values = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 1 : -1))
  expect(windowedGaussian([...values, 5], 100, 10).at(-1)).toBeCloseTo(5, 9)
  expect(windowedGaussian([1, 1, 1], 100, 10)).toEqual([0, 0, 0])
})

const all = labelledSeries()
const where = all ? it : it.skip
where("NAB: finds three windows in four with fewer than one false alarm a week, at the product's own threshold", () => {
  const series = all ?? []
  const scores = series.map(({ at, values }) =>
    anomalyScores(
      at.map((time, index) => ({ at: time, value: values[index] ?? Number.NaN })),
      { every: 5 * MINUTE },
    ).map(score => Math.abs(score ?? 0)),
  )
  const verdict = judge(series, scores, ANOMALY_THRESHOLD, 6 * HOUR)
  expect(verdict.windows).toBeGreaterThan(30)
  expect(verdict.found / verdict.windows).toBeGreaterThan(0.75)
  expect(verdict.falseAlarms / verdict.weeks).toBeLessThan(0.6)
})

it('finds level shifts and drifts, also where a short fall has poisoned the baseline, with less than one false alarm a week', () => {
  const { found, many, falsePerWeek } = judgeShifts(18)
  expect(found / many).toBeGreaterThan(0.9)
  expect(falsePerWeek).toBeLessThan(1)
})
