import { expect, it } from 'vitest'
import { auditRates, type WeightedAnswer } from '../../../../main/measure/audit/rate.ts'
import { proportion } from '../../../../main/measure/proportion.ts'
import { seeded } from '../../../../main/predict/learn/random.ts'

const answers = (n: number, missed: number, chance: number, kind: WeightedAnswer['kind'] = 'cleared') =>
  Array.from({ length: n }, (_, k) => ({ kind, answer: k < missed ? ('missed' as const) : ('right' as const), chance }))

it('answers of one chance give the plain share with Wilson’s interval', () => {
  const [all] = auditRates(answers(20, 5, 0.1))
  const { value, low, high } = proportion(5, 20)
  expect(all).toMatchObject({
    answered: 20,
    missed: 5,
    value,
    low: expect.closeTo(low ?? 0),
    high: expect.closeTo(high ?? 0),
  })
  expect(all?.stands).toBeCloseTo(200)
})

it('an answer that stands for many counts as many', () => {
  const [all, ...kinds] = auditRates([...answers(10, 10, 1), ...answers(10, 0, 0.1, 'dismissed')])
  expect(all?.value).toBeCloseTo(10 / 110)
  expect(kinds.map(({ kind, value }) => [kind, value])).toEqual([
    ['dismissed', 0],
    ['cleared', 1],
    ['suppressed', null],
  ])
  expect((all?.high ?? 0) - (all?.low ?? 0)).toBeGreaterThan((auditRates(answers(20, 2, 1))[0]?.high ?? 0) - 0.03)
})

it('the weighted share is right on average, and the interval holds what it promises', () => {
  const random = seeded(11)
  // Two strata with different truths and chances.
  const strata = [
    { n: 400, truth: 0.3, chance: 0.1 },
    { n: 60, truth: 0.02, chance: 0.6 },
  ]
  const population = strata.flatMap(({ n, truth, chance }) =>
    Array.from({ length: n }, (_, k) => ({ missed: k < n * truth, chance })),
  )
  const truth = population.filter(({ missed }) => missed).length / population.length
  let [sum, inside] = [0, 0]
  const runs = 2_000
  for (let run = 0; run < runs; run++) {
    const drawn = population.filter(({ chance }) => random() < chance)
    const [all] = auditRates(
      drawn.map(({ missed, chance }) => ({ kind: 'cleared', answer: missed ? 'missed' : 'right', chance })),
    )
    sum += all?.value ?? 0
    if ((all?.low ?? 1) <= truth && truth <= (all?.high ?? 0)) inside++
  }
  expect(sum / runs).toBeCloseTo(truth, 2)
  expect(inside / runs).toBeGreaterThan(0.92)
})
