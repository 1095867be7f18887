import { expect, it } from 'vitest'
import { seeded } from '../../../../main/predict/learn/random.ts'
import { curvesAt, type DatedLife, PROMISED, realisedCoverage } from '../../../../main/signal/life/coverage.ts'
import {
  curveFor,
  curveOf,
  endInterval,
  FEW_LIVES,
  lateAt,
  lateChance,
  lateMoments,
  longerThan,
} from '../../../../main/signal/life/life-curve.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'

const ended = (...lengths: number[]) => lengths.map(ms => ({ ms, ended: true }))

it('shares that live longer are those of the example of Kaplan and Meier’s estimate', () => {
  const curve = curveOf([...ended(1, 3, 3), { ms: 2, ended: false }, { ms: 4, ended: false }])
  expect([0, 1, 2, 3, 9].map(ms => longerThan(curve, ms))).toEqual([
    1,
    0.8,
    0.8,
    expect.closeTo(0.8 / 3, 12),
    expect.closeTo(0.8 / 3, 12),
  ])
  expect(curve).toMatchObject({ lives: 5, ended: 3 })
})

it('lives that are still open do not make lives look short', () => {
  const random = seeded(2)
  // Lives of 10 days on average that began over the last 20 days: half of them are open.
  const lives = Array.from({ length: 20_000 }, () => {
    const [length, watched] = [-Math.log(1 - random()) * 10 * DAY, random() * 20 * DAY]
    return { ms: Math.min(length, watched), ended: length <= watched }
  })
  const median = Math.log(2) * 10 * DAY
  const found = curveOf(lives).steps.find(([, longer]) => longer <= 0.5)?.[0] ?? 0
  expect(Math.abs(found / median - 1)).toBeLessThan(0.05)
  const onlyEnded = lives
    .filter(one => one.ended)
    .map(one => one.ms)
    .sort((a, b) => a - b)
  expect((onlyEnded[(onlyEnded.length / 2) | 0] ?? 0) / median).toBeLessThan(0.75)
})

it('an interval holds the end as often as it promises, at any age, and says nothing where few lived so long', () => {
  const random = seeded(4)
  const length = () => (1 + random() + random() * random() * 6) * DAY
  for (const age of [0, 1.5 * DAY, 3 * DAY]) {
    let [held, judged] = [0, 0]
    for (let trial = 0; trial < 600; trial++) {
      const curve = curveOf(ended(...Array.from({ length: 120 }, length)))
      const own = length()
      if (own <= age) continue
      const interval = endInterval(curve, age, 0.9)
      if (!interval) continue
      judged++
      if (own >= interval.low && own <= (interval.high ?? Number.POSITIVE_INFINITY)) held++
    }
    expect(judged).toBeGreaterThan(100)
    expect(held / judged).toBeGreaterThan(0.87)
    expect(held / judged).toBeLessThan(0.96)
  }
  expect(endInterval(curveOf(ended(...Array.from({ length: FEW_LIVES - 1 }, (_, at) => at + 1))), 0, 0.9)).toBeNull()
})

it('the chance of lateness grows while an object is under way, and is certain once the promise is broken', () => {
  const curve = curveOf(ended(...Array.from({ length: 60 }, (_, at) => at + 1)))
  expect(lateChance(curve, 0, 54)).toBeCloseTo(0.1, 9)
  expect(lateChance(curve, 30, 54)).toBeCloseTo(0.2, 9)
  expect(lateChance(curve, 40, 54)).toBeCloseTo(0.3, 9)
  expect(lateChance(curve, 41, 54)).toBeNull()
  expect(lateChance(curve, 54, 54)).toBe(1)
})

it('a lane with few lives goes by all lanes, and between the named moments nothing changes', () => {
  const many = curveOf(ended(...Array.from({ length: 100 }, (_, at) => (at + 1) * 10)))
  const few = curveOf(ended(5, 6, 7))
  const curves = {
    every: many,
    lanes: new Map([
      ['a', many],
      ['b', few],
    ]),
  }
  expect(curveFor(curves, 'a', 0)?.lane).toBe('a')
  expect(curveFor(curves, 'b', 0)).toEqual({ curve: many, lane: null })
  expect(curveFor({ every: few, lanes: new Map() }, 'b', 0)).toBeNull()
  const parcel = { openedAt: 1_000, dueAt: 1_500, lane: 'b' }
  const moments = new Set(lateMoments(curves, parcel))
  for (let t = 1_001; t <= 1_520; t++)
    if (!moments.has(t)) expect(lateAt(curves, parcel, t)).toBe(lateAt(curves, parcel, t - 1))
  expect(lateAt(curves, { ...parcel, dueAt: null }, 1_200)).toBeNull()
  expect(lateAt(undefined, parcel, 1_600)).toBe(1)
})

it('realised coverage is what was promised where nothing changes, also of lanes, and counts no life before its time', () => {
  const random = seeded(8)
  const lives: DatedLife[] = Array.from({ length: 8_000 }, (_, at) => {
    const openedAt = at * (DAY / 40)
    const lane = ['x', 'y'][at % 2] as string
    return { lane, openedAt, closedAt: openedAt + (lane === 'x' ? 1 : 3) * (0.5 + random()) * DAY }
  }).reverse()
  const until = 200 * DAY
  const found = realisedCoverage(lives, until)
  for (const lane of [null, 'x', 'y']) {
    const { judged, held } = found.get(lane) ?? { judged: 0, held: 0 }
    expect(judged).toBeGreaterThan(1_000)
    expect(Math.abs(held / judged - PROMISED)).toBeLessThan(0.025)
  }
  expect(found.get(null)?.judged).toBeLessThan(12 * 7 * 40 - 40)
  const { every } = curvesAt(lives, until)
  expect(every?.lives).toBeGreaterThan(3_000)
})
