import { describe, expect, it } from 'vitest'
import { judgeExperiment } from '../../../../main/measure/experiment/judge.ts'
import type { UnitTable } from '../../../../main/measure/experiment/unit-table.ts'
import type { ArmComparison } from '../../../../shared/experiment/experiment.ts'
import { chanceWords, valueWords } from '../../../../shared/experiment/words.ts'
import { unwrap } from '../../../../shared/result.ts'
import { chance } from '../../../helpers/chance.ts'
import { aTable, hits } from '../../../helpers/experiment-table.ts'

type Asked = Parameters<typeof judgeExperiment>[1]

const judge = (table: UnitTable, asked: Partial<Asked> = {}) =>
  unwrap(judgeExperiment(table, { despite: false, ...asked }))

/** The only comparison of the only metric. */
function only(table: UnitTable, asked: Partial<Asked> = {}): ArmComparison {
  const [metric] = judge(table, asked).metrics
  const [comparison] = metric?.comparisons ?? []
  if (!comparison || metric?.comparisons.length !== 1) throw new Error('one comparison is expected')
  return comparison
}

const refusal = (table: UnitTable, asked: Partial<Asked> = {}) => {
  const judged = judgeExperiment(table, { despite: false, ...asked })
  return judged.ok ? null : judged.error
}

describe('a comparison', () => {
  it('of shares has Newcombe’s interval, as published', () => {
    const planned = { control: 80, mail: 70 }
    const found = only(aTable({ control: { values: hits(48, 80) }, mail: { values: hits(56, 70) } }), { planned })
    expect(found).toMatchObject({ method: 'newcombe', conclusion: 'holds_once' })
    expect(found.difference?.value).toBeCloseTo(0.2, 4)
    expect(found.difference?.low).toBeCloseTo(0.0524, 4)
    expect(found.difference?.high).toBeCloseTo(0.3339, 4)
    expect(found.total?.value).toBeCloseTo(14, 10)
    // χ² of the table without correction: (56·32 − 14·48)² · 150 / (70 · 80 · 104 · 46) = 7.0234.
    expect(found.p).toBeCloseTo(0.008045, 6)
  })

  it('of means is Welch’s test, as R prints it for Student’s sleep data', () => {
    const control = { values: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2] }
    const drug = { values: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4] }
    const found = only(aTable({ control, drug }, { kind: 'number' }))
    expect(found).toMatchObject({ method: 'welch', sequence: null, sequenceP: null, conclusion: 'cannot_tell' })
    expect(found.difference?.low).toBeCloseTo(-0.2054832, 6)
    expect(found.difference?.high).toBeCloseTo(3.3654832, 6)
    expect(found.p).toBeCloseTo(0.07939, 5)
  })

  it('holds however often one looks only where the sequence leaves 0 out', () => {
    const wide = only(aTable({ control: { values: hits(300, 1_000) }, mail: { values: hits(100, 1_000) } }))
    expect(wide.conclusion).toBe('holds')
    expect(wide.sequence?.high).toBeLessThan(0)
    expect(wide.moreUnits).toBeNull()
    const narrow = only(aTable({ control: { values: hits(300, 1_000) }, mail: { values: hits(255, 1_000) } }))
    expect(narrow.conclusion).toBe('holds_once')
    expect(narrow.sequence?.high).toBeGreaterThan(0)
    expect(narrow.sentence).toContain('this holds for one planned look only')
  })

  it('that cannot be told says how many more units it takes, and that many are enough', () => {
    const small = only(aTable({ control: { values: hits(30, 100) }, mail: { values: hits(24, 100) } }))
    expect(small.conclusion).toBe('cannot_tell')
    expect(small.moreUnits).toBeGreaterThan(0)
    expect(small.sentence).toContain(`${small.moreUnits?.toLocaleString('en')} more units are needed`)
    const times = (200 + (small.moreUnits ?? 0)) / 200
    const arm = (share: number) => ({ values: hits(Math.round(100 * times * share), Math.round(100 * times)) })
    const more = only(aTable({ control: arm(0.3), mail: arm(0.24) }))
    expect(more.smallest).toBeCloseTo(Math.abs(more.difference?.value ?? 0), 2)
    expect(more.conclusion).not.toBe('cannot_tell')
  })

  it('of equal arms promises nothing for any number of units', () => {
    const equal = only(aTable({ control: { values: hits(30, 100) }, mail: { values: hits(30, 100) } }))
    expect(equal).toMatchObject({ moreUnits: null, conclusion: 'cannot_tell' })
    expect(equal.sentence).toContain('the arms are equal so far')
  })

  it('of arms in which nothing varies, or without values, tells nothing and says why', () => {
    const alike = only(aTable({ control: { values: [5, 5, 5] }, mail: { values: [5, 5, 5] } }, { kind: 'number' }))
    expect(alike).toMatchObject({ difference: null, p: null, smallest: null, conclusion: 'cannot_tell' })
    expect(alike.sentence).toContain('all values are alike')
    const none = only(aTable({ control: { values: [Number.NaN] }, mail: { values: [Number.NaN] } }, { kind: 'number' }))
    expect(none.sentence).toContain('an arm has no values')
  })

  it('with a value from before is narrower, and keeps its middle near the truth', () => {
    const random = chance(5)
    const arm = (effect: number) => {
      const before = Array.from({ length: 400 }, () => 10 + 3 * random.gaussian())
      return { before, values: before.map(value => value + effect + random.gaussian()) }
    }
    const arms = { control: arm(0), mail: arm(-0.5) }
    const found = only(aTable(arms, { kind: 'number' }))
    const plain = only(aTable(arms, { kind: 'number', pre: null, before: null }))
    const width = ({ difference }: ArmComparison) => (difference?.high ?? 0) - (difference?.low ?? 0)
    expect(found.method).toBe('cuped')
    expect(found.explained).toBeGreaterThan(0.8)
    expect(width(found)).toBeLessThan(width(plain) / 2)
    expect(found.difference?.low).toBeLessThan(-0.5)
    expect(found.difference?.high).toBeGreaterThan(-0.5)
  })

  it('says that it is adjusted, because it is not the difference of the two means beside it', () => {
    const before = [1, 3, 2, 4]
    const arms = { control: { values: [1, 2, 3, 2], before }, mail: { values: [2, 3, 4, 3], before } }
    expect(only(aTable(arms, { kind: 'number' })).sentence).toContain(', adjusted for the time before)')
    const plain = aTable({ control: { values: [1, 2, 3, 2] }, mail: { values: [2, 3, 4, 3] } }, { kind: 'number' })
    expect(only(plain).sentence).not.toContain('adjusted')
  })

  it('typesets a mean below 0 with a minus', () => {
    expect(valueWords(-1_250, { kind: 'money', currency: 'EUR' })).toBe('−€12.50')
    expect(valueWords(-0.25, { kind: 'number', currency: null })).toBe('−0.25')
  })

  it('counts a unit without a value before as an average one', () => {
    const before = [1, 3, 2, Number.NaN]
    const arms = { control: { values: [1, 2, 3, 2], before }, mail: { values: [2, 3, 4, 3], before } }
    const found = only(aTable(arms, { kind: 'number' }))
    expect(found.difference?.value).toBeCloseTo(1, 12)
    // Sums of squares: covariance 2, before 4, after 6.
    expect(found.explained).toBeCloseTo(2 ** 2 / (4 * 6), 12)
  })

  it('among several must hold for all of them together', () => {
    // p of each against control is about 0.04: two of them do not hold at 5 % together, one alone does.
    const mail = { values: hits(256, 1_000) }
    const control = { values: hits(297, 1_000) }
    expect(only(aTable({ control, mail })).conclusion).toBe('holds_once')
    const { metrics } = judge(aTable({ control, mail, letter: mail }))
    expect(metrics[0]?.comparisons.map(({ conclusion }) => conclusion)).toEqual(['cannot_tell', 'cannot_tell'])
  })

  it('is told in the words that a person chose as good', () => {
    const arms = { control: { values: hits(300, 1_000) }, mail: { values: hits(100, 1_000) } }
    const sentence = (better: 'lower' | 'higher' | null) => only(aTable(arms, { better })).sentence
    expect(sentence('lower')).toBe(
      '“mail”: “contacted” is 20.0 points lower, 10.0\u00a0% against 30.0\u00a0% in “control” (−23.4 to −16.6): about 200 avoided (166–234).',
    )
    expect(sentence('higher')).toContain('about 200 lost')
    expect(sentence(null)).toContain('about 200 fewer in all')
  })

  it('of money is told in its currency', () => {
    const spread = (mean: number) => Array.from({ length: 100 }, (_, at) => mean + (at % 2 === 0 ? 100 : -100))
    const arms = { control: { values: spread(4_000) }, mail: { values: spread(4_250) } }
    const found = only(aTable(arms, { kind: 'money', currency: 'EUR', column: 'revenue' }))
    expect(found.sentence).toContain('“revenue” is €2.50 higher, €42.50 against €40 in “control”')
  })
})

describe('an assignment', () => {
  const sound = { control: { values: hits(30, 100) }, mail: { values: hits(24, 100) } }

  it('that is sound has no problem, and its effects are shown', () => {
    expect(judge(aTable(sound))).toMatchObject({ problems: [], units: 200, metrics: [{ column: 'contacted' }] })
  })

  it('with units in two arms shows no effect until somebody asks, and leaves them out then', () => {
    const table = {
      ...aTable(sound),
      units: aTable(sound).units?.map((unit, row) => (row === 100 ? 'U0' : unit)) ?? null,
    }
    const found = judge(table)
    expect(found.metrics).toEqual([])
    expect(found.problems).toMatchObject([{ check: 'two_arms', count: 1, examples: ['lines 2 and 102'] }])
    expect(found.headline).toBe('The assignment is not to be trusted: 1 unit is in two arms. No effect is shown.')
    const shown = judge(table, { despite: true })
    expect(shown.units).toBe(198)
    expect(shown.metrics[0]?.arms.map(({ n }) => n)).toEqual([99, 99])
    expect(shown.headline).toMatch(/^The assignment is not to be trusted/)
  })

  it('with several rows of a unit counts the first of them', () => {
    const table = {
      ...aTable(sound),
      units: aTable(sound).units?.map((unit, row) => (row === 1 ? 'U0' : unit)) ?? null,
    }
    const found = judge(table, { despite: true })
    expect(found.problems).toMatchObject([{ check: 'repeated', count: 1, examples: ['lines 2 and 3'] }])
    expect(found.metrics[0]?.arms).toMatchObject([{ n: 99, hits: 29 }, { n: 100 }])
  })

  it('with units that differ only in capitals says so before it compares, and counts both', () => {
    const spelt = (name: string) => ({
      ...aTable(sound),
      units: aTable(sound).units?.map((unit, row) => (row === 1 ? name : unit)) ?? null,
    })
    const found = judge(spelt('u0'))
    expect(found.metrics).toEqual([])
    expect(found.problems).toMatchObject([{ check: 'spellings', count: 1, examples: ['lines 2 and 3'] }])
    expect(judge(spelt('u0'), { despite: true }).units).toBe(200)
    expect(judge(spelt('u0b')).problems).toEqual([])
  })

  it('without names of units takes each row for one', () => {
    expect(judge({ ...aTable(sound), units: null })).toMatchObject({ problems: [], units: 200 })
  })

  it('of sizes that chance does not make is doubted, unless they were planned', () => {
    const table = aTable({ control: { values: hits(30, 100) }, mail: { values: hits(200, 900) } })
    expect(judge(table).problems.map(({ check }) => check)).toEqual(['ratio'])
    expect(judge(table, { planned: { control: 1, mail: 9 } })).toMatchObject({
      problems: [],
      arms: [{ planned: 0.1 }, { planned: 0.9 }],
      ratio: { p: 1 },
    })
  })

  it('in which one arm lacks values more often is doubted', () => {
    const values = hits(30, 100).map((value, at) => (at >= 80 ? Number.NaN : value))
    const { problems } = judge(aTable({ control: { values }, mail: { values: hits(24, 100) } }))
    expect(problems).toMatchObject([{ check: 'missing', count: 20 }])
    const both = judge(aTable({ control: { values }, mail: { values } }))
    expect(both).toMatchObject({ problems: [], metrics: [{ arms: [{ n: 80 }, { n: 80 }] }] })
  })

  it('whose arms differed before is doubted', () => {
    const random = chance(9)
    const normal = (mean: number) => Array.from({ length: 200 }, () => mean + random.gaussian())
    const arms = (mean: number) => ({
      control: { values: normal(0), before: normal(0) },
      mail: { values: normal(0), before: normal(mean) },
    })
    expect(judge(aTable(arms(1), { kind: 'number' })).problems.map(({ check }) => check)).toEqual(['before'])
    expect(judge(aTable(arms(0), { kind: 'number' })).problems).toEqual([])
  })

  it('knows the control arm by its name, or else asks', () => {
    expect(judge(aTable({ mail: sound.mail, Holdout: sound.control })).control).toBe('Holdout')
    expect(judge(aTable({ A: sound.mail, B: sound.control }), { control: 'B' }).control).toBe('B')
    expect(refusal(aTable({ A: sound.mail, B: sound.control }))?.why).toContain('“A”, “B”')
    expect(refusal(aTable({ none: sound.mail, control: sound.control }))?.why).toContain('more than one')
    expect(refusal(aTable(sound), { control: 'C' })?.what).toBe('There is no arm “C”.')
  })

  it('of one arm, or with shares for arms that there are not, is refused', () => {
    expect(refusal(aTable({ control: sound.control }))?.what).toBe('There is nothing to compare.')
    expect(refusal(aTable(sound), { planned: { control: 1 } })?.why).toContain('“mail”')
    expect(refusal(aTable(sound), { planned: { control: 1, mail: 1, letter: 1 } })?.why).toContain('“letter”')
  })
})

describe('an amount that rests on one unit', () => {
  const money = { kind: 'money', currency: 'EUR', column: 'revenue' } as const
  const even = Array.from({ length: 50 }, (_, at) => 1_000 + 10 * at)

  it('is named with its line, its share and the mean without it', () => {
    const table = aTable({ control: { values: even }, mail: { values: [...even.slice(1), 400_000] } }, money)
    expect(judge(table).metrics[0]?.dominated).toMatchObject([
      {
        arm: 'mail',
        line: 101,
        what: 'One unit (line 101) makes 87 % of “revenue” in “mail”: the mean is €92.25 with it, €12.50 without it.',
      },
    ])
  })

  it('is not claimed of a sum of many parts, of exactly half, of shares, or of an arm without an amount', () => {
    const dominated = (values: number[], metric: Partial<UnitTable['metrics'][number]> = money) =>
      judge(aTable({ control: { values: even }, mail: { values } }, metric), { despite: true }).metrics[0]?.dominated
    expect(dominated(even)).toEqual([])
    expect(dominated([...even.slice(2), ...[0, even.slice(2).reduce((sum, value) => sum + value, 0)]])).toEqual([])
    expect(dominated(even.map(() => 0))).toEqual([])
    const shares = aTable({ control: { values: hits(0, 50) }, mail: { values: hits(1, 50) } })
    expect(judge(shares).metrics[0]?.dominated).toEqual([])
  })
})

it('no chance is told as 0, however gross the fault of the assignment', () => {
  const table = aTable({ control: { values: hits(60, 300) }, mail: { values: hits(140, 700) } })
  expect(judge(table).problems[0]?.why).toContain('with p < 1e-12.')
  expect([0, 1e-13, 3.94e-6, 0.0312, 1].map(chanceWords)).toEqual([
    '< 1e-12',
    '< 1e-12',
    '= 3.9e-6',
    '= 0.031',
    '= 1.0',
  ])
})
