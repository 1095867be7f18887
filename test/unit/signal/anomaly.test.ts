import { describe, expect, it } from 'vitest'
import { meterOf, planMeasure } from '../../../main/signal/measures/measures.ts'
import {
  ANOMALY_THRESHOLD,
  anomalyAlarms,
  anomalyAt,
  anomalyScores,
  scoreBuckets,
} from '../../../main/signal/meter/anomaly.ts'
import { settle } from '../../../main/signal/meter/anomaly-settings.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { chance } from '../../helpers/chance.ts'

const days = (length: number, value: (day: number) => number): number[] =>
  Array.from({ length }, (_, day) => value(day))
const daily = { every: DAY, kind: 'count' } as const
/** Alarms as an issue would see them: one a week at most. */
const alarms = (buckets: number[]): number[] => anomalyAlarms(scoreBuckets(buckets, daily), ANOMALY_THRESHOLD, 7)

describe('the scores of a series', () => {
  const series = (from: number) =>
    Array.from({ length: 40 }, (_, n) => ({ at: from + n * DAY, value: n === 35 ? 90 : 5 + (n % 3) }))

  it('do not depend on when it began', () => {
    const scores = anomalyScores(series(0), daily)
    expect(scores.some(score => (score ?? 0) > ANOMALY_THRESHOLD)).toBe(true)
    expect(anomalyScores(series(20_000 * DAY), daily)).toEqual(scores)
  })

  it('are none where there is none', () => {
    expect(anomalyScores([], daily)).toEqual([])
  })
})

/** Alarms in 1,000 weeks of accounts that live a year each. */
function alarmsPerThousandWeeks(accounts: number, history: (random: ReturnType<typeof chance>, day: number) => number) {
  let raised = 0
  for (let account = 0; account < accounts; account++) {
    const random = chance(account)
    raised += alarms(days(364, day => history(random, day))).length
  }
  return (1000 * raised) / (52 * accounts)
}

describe('an anomaly score keeps still', () => {
  it('on a flat series, at whatever height', () => {
    for (const height of [0, 1, 45, 1e9])
      expect(scoreBuckets(new Float64Array(500).fill(height), { every: 5 * MINUTE }).every(score => !score)).toBe(true)
  })

  it('where a flat metric moves by less than its floor', () => {
    const buckets = [...days(100, () => 45), 45.3]
    expect(Math.abs(scoreBuckets(buckets, { every: HOUR }).at(-1) ?? 9)).toBeLessThan(ANOMALY_THRESHOLD)
  })

  it('on sparse accounts: under one alarm in 1,000 weeks, whatever their rate', () => {
    for (const rate of [0.02, 0.07, 0.3, 1, 5])
      expect(
        alarmsPerThousandWeeks(150, random => random.poisson(rate)),
        `rate ${rate}`,
      ).toBeLessThan(1)
  })

  it('on an account whose events come in bursts: under fifteen alarms in 1,000 weeks', () => {
    const bursts = (random: ReturnType<typeof chance>) => random.poisson(-Math.log(1 - random.uniform()))
    expect(alarmsPerThousandWeeks(150, bursts)).toBeLessThan(15)
  })

  it('on a strong weekly season, from the first week to the last: under two alarms in 1,000 weeks', () => {
    for (const rate of [5, 50, 500])
      expect(
        alarmsPerThousandWeeks(60, (random, day) => random.poisson(day % 7 < 5 ? rate : rate / 10)),
        `rate ${rate}`,
      ).toBeLessThan(2)
  })

  it('on office hours once two weeks are known, and says nothing before', () => {
    const random = chance(7)
    const hours = days(24 * 70, hour => {
      const works = hour % 168 < 120 && hour % 24 >= 9 && hour % 24 < 18
      return random.poisson(works ? 30 : 1)
    })
    const scores = scoreBuckets(hours, { every: HOUR, kind: 'count' })
    expect(scores.slice(0, 24 * 14).every(score => score === null)).toBe(true)
    expect(anomalyAlarms(scores, ANOMALY_THRESHOLD, 168).length).toBeLessThanOrEqual(1)
  })

  it('while an account doubles in a year: under three alarms in 1,000 weeks', () => {
    expect(alarmsPerThousandWeeks(100, (random, day) => random.poisson(20 * 2 ** (day / 364)))).toBeLessThan(3)
  })

  it('after a burst: the calm that follows is not a drop', () => {
    const random = chance(3)
    const buckets = days(120, day => (day === 90 ? 200 : random.poisson(0.2)))
    const scores = scoreBuckets(buckets, daily)
    expect(scores[90]).toBeGreaterThan(ANOMALY_THRESHOLD)
    expect(Math.min(...scores.slice(91).map(score => score ?? 0))).toBeGreaterThan(-ANOMALY_THRESHOLD)
  })
})

describe('an anomaly score raises an alarm', () => {
  it('below zero when a busy account falls silent, the sooner the busier', () => {
    const silentFor = (rate: number, seed: number): number => {
      const random = chance(seed)
      const buckets = days(120, day => (day < 90 ? random.poisson(rate) : 0))
      const scores = scoreBuckets(buckets, daily)
      return scores.findIndex((score, day) => day >= 90 && (score ?? 0) <= -ANOMALY_THRESHOLD) - 89
    }
    for (const [rate, noticed, middle] of [
      [100, 1, 1],
      [20, 1, 4],
      [5, 0.75, 11],
    ] as const) {
      const waits = days(60, seed => silentFor(rate, seed)).filter(wait => wait > 0)
      const median = waits.sort((a, b) => a - b)[waits.length >> 1]
      expect(waits.length / 60, `${rate} a day`).toBeGreaterThanOrEqual(noticed)
      expect(median, `${rate} a day`).toBeLessThanOrEqual(middle)
    }
  })

  it('above zero on a spike', () => {
    const random = chance(5)
    for (const [rate, spike] of [
      [0.07, 10],
      [1, 20],
      [20, 80],
    ] as const)
      expect(anomalyAt([...days(90, () => random.poisson(rate)), spike], DAY, 1)).toBeGreaterThan(ANOMALY_THRESHOLD)
  })

  it('when a busy day of the week is as empty as a weekend', () => {
    const random = chance(13)
    const buckets = days(101, day => random.poisson(day % 7 < 5 && day !== 100 ? 100 : 5))
    expect(100 % 7).toBeLessThan(5)
    expect(scoreBuckets(buckets, daily)[100]).toBeLessThan(-ANOMALY_THRESHOLD)
    expect(scoreBuckets(buckets, daily)[97]).toBeGreaterThan(-ANOMALY_THRESHOLD)
  })

  it('on a shift of level, and is used to it after the four weeks of its level', () => {
    const random = chance(17)
    const scores = scoreBuckets(
      days(160, day => random.poisson(day < 90 ? 20 : 60)),
      daily,
    )
    expect(Math.max(...scores.slice(90, 93).map(score => score ?? 0))).toBeGreaterThan(ANOMALY_THRESHOLD)
    expect(Math.max(...scores.slice(125).map(score => Math.abs(score ?? 0)))).toBeLessThan(ANOMALY_THRESHOLD)
  })

  it('at the first movement of a series that never moved from zero', () => {
    expect(scoreBuckets([...days(100, () => 0), 3], { every: HOUR }).at(-1)).toBe(50)
  })
})

describe('an anomaly score is unknown', () => {
  it('while history is short, empty or below the minimum', () => {
    expect(anomalyAt([], DAY, 0)).toBeNull()
    expect(
      anomalyAt(
        days(20, () => 100),
        DAY,
        0,
      ),
    ).toBeNull()
    const quiet = days(90, day => (day % 30 === 0 ? 1 : 0))
    expect(anomalyAt([...quiet, 0], DAY, 4)).toBeNull()
    expect(anomalyAt([...quiet, 0], DAY, 3)).toBe(anomalyAt([...quiet, 0], DAY, 0))
    expect(anomalyAt([...quiet, 0], DAY, 3)).not.toBeNull()
  })

  it('in a gap, which is not a drop', () => {
    const random = chance(19)
    const series = days(200, hour => hour)
      .filter(hour => hour < 150 || hour > 160)
      .map(hour => ({ at: hour * HOUR, value: 100 + random.gaussian() }))
    const scores = anomalyScores(series, { every: HOUR })
    expect(scores).toHaveLength(series.length)
    expect(Math.max(...scores.map(score => Math.abs(score ?? 0)))).toBeLessThan(ANOMALY_THRESHOLD)
    expect(scoreBuckets([...days(60, () => 5), Number.NaN], daily).at(-1)).toBeNull()
  })
})

describe('the anomaly of an account', () => {
  const TODAY = Date.parse('2024-11-15T00:00:00Z')
  const plan = planMeasure({ type: 'anomaly', events: { kind: 'used' }, every: '1d', baseline: '90d', minimum: 5 })
  /** Daily counts up to yesterday, oldest first, as the meter of the account's events. */
  const account = (counts: readonly number[]) => {
    const at = counts.flatMap((n, day) => Array.from({ length: n }, (_, k) => TODAY - (counts.length - day) * DAY + k))
    const used = at.map((time, id) => ({ id, at: time, value: null, properties: '{}' }))
    return meterOf(plan, { events: new Map([['used', used]]) })
  }
  const steady = (length: number, seed: number) => {
    const random = chance(seed)
    return days(length, () => 1 + random.poisson(6))
  }

  it('that is new does not look like a rise, on any day of its first months', () => {
    let without = 0
    for (let age = 2; age <= 85; age++) {
      const counts = steady(age, age)
      expect(Math.abs(Number(account(counts).value(TODAY) ?? 0)), `${age} days old`).toBeLessThan(ANOMALY_THRESHOLD)
      // As it would be if it had been silent before.
      const silent = [...new Array<number>(91 - age).fill(0), ...counts]
      if ((anomalyAt(silent, DAY, 5) ?? 0) >= ANOMALY_THRESHOLD) without++
    }
    expect(without).toBeGreaterThan(3)
  })

  it('that is old is noticed when it rises, as is one of two months, and one that was calm before', () => {
    for (const history of [steady(200, 1), steady(60, 2), days(88, day => (day % 9 === 0 ? 1 : 0))])
      expect(account([...history, 60]).value(TODAY)).toBeGreaterThan(ANOMALY_THRESHOLD)
  })

  it('does not change with events before its look back', () => {
    const recent = [...steady(90, 3), 40]
    expect(account([...steady(50, 4), ...recent]).value(TODAY)).toBe(account(recent).value(TODAY))
    expect(account([]).value(TODAY)).toBeNull()
  })
})

it('alarms fold into the one before for as long as they are told to', () => {
  expect(anomalyAlarms([null, 5, -9, 0, 4, 3, -4], 4, 3)).toEqual([1, 4])
  expect(anomalyAlarms([null, 5, -9, 0, 4, 3, -4], 4, 1)).toEqual([1, 2, 4, 6])
})

describe('the settings of a score', () => {
  const defaults = { kind: 'metric', history: 21, memory: 4_000, spans: [1, 4, 16], floor: 0.01, cycles: 7, quiet: 0 }

  it('take days and weeks for seasons where the bucket divides them, and a level of 24 buckets at least', () => {
    expect(settle({ every: HOUR })).toEqual({ ...defaults, every: HOUR, level: 24, seasons: [24, 168] })
    expect(settle({ every: 12 * HOUR })).toMatchObject({ level: 56, seasons: [2, 14] })
    expect(settle({ every: Math.round(DAY / 23) })).toMatchObject({ level: 161 })
    expect(settle({ every: 2 * HOUR })).toMatchObject({ level: 84, seasons: [12, 84] })
    expect(settle({ every: 7 * HOUR })).toMatchObject({ level: 24, seasons: [24] })
    expect(settle({ every: DAY })).toMatchObject({ level: 28, seasons: [7] })
    expect(settle({ every: 28 * HOUR })).toMatchObject({ level: 24, seasons: [6] })
    expect(settle({ every: 7 * DAY })).toMatchObject({ level: 28, seasons: [] })
  })

  it('say nothing of counts for two weeks, and take what they are told', () => {
    expect(settle({ every: DAY, kind: 'count' })).toMatchObject({ quiet: 14 })
    expect(settle({ every: 5 * HOUR, kind: 'count' })).toMatchObject({ quiet: 68 })
    expect(settle({ every: DAY, history: 3, spans: [2], level: 9 } as never)).toMatchObject({ history: 3, spans: [2] })
  })
})

describe('scores of a series with times', () => {
  const scores = (times: readonly number[]) =>
    anomalyScores(
      times.map((at, n) => ({ at, value: n % 3 })),
      { every: HOUR, history: 3 },
    )
  const buckets = (places: readonly number[]) => {
    const filled = new Array<number>((places.at(-1) ?? 0) + 1).fill(Number.NaN)
    places.forEach((place, n) => {
      filled[place] = n % 3
    })
    const all = scoreBuckets(filled, { every: HOUR, history: 3 })
    return places.map(place => all[place] ?? null)
  }

  it('put each point into the nearest bucket, and one that comes too early into the next', () => {
    const start = 10 * DAY + 1
    const regular = Array.from({ length: 30 }, (_, n) => n)
    expect(scores(regular.map(n => start + n * HOUR + (n % 2) * 29 * MINUTE))).toEqual(buckets(regular))
    const late = regular.map(n => (n < 20 ? n : n + 3))
    expect(scores(late.map(n => start + n * HOUR - (n > 0 ? 29 * MINUTE : 0)))).toEqual(buckets(late))
    expect(scores(regular.map(n => start + n * MINUTE))).toEqual(buckets(regular))
    expect(scores([])).toEqual([])
    expect(buckets(late).slice(20)).not.toEqual(buckets(regular).slice(20))
  })
})

describe('the least that must be known', () => {
  it('is counted over the past, whatever its sign and its gaps, and not over the last bucket', () => {
    const past = days(60, day => (day === 0 ? 2 : day === 59 ? -3 : day === 7 ? Number.NaN : 0))
    expect(anomalyAt([...past, 0], DAY, 5)).not.toBeNull()
    expect(anomalyAt([...past, 0], DAY, 6)).toBeNull()
    expect(anomalyAt([...past, 100], DAY, 6)).toBeNull()
  })

  it('is nothing of a metric that no more than its history has', () => {
    const flat = (length: number) =>
      anomalyAt(
        days(length, () => 7),
        DAY,
        1,
        'metric',
      )
    expect(flat(21)).toBeNull()
    expect(flat(22)).toBe(0)
  })
})
