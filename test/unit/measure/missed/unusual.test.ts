import { expect, it } from 'vitest'
import { unusualFeature } from '../../../../main/measure/missed/draft.ts'
import { unusualSplits } from '../../../../main/measure/missed/unusual.ts'
import { seeded } from '../../../../main/predict/learn/random.ts'

/** Rows of which the first feature is lower for those who came, by `gap`; the second says nothing. */
function rows(gap: number, n = 2_000) {
  const random = seeded(5)
  const labels = Uint8Array.from({ length: n }, (_, row) => (row % 10 === 0 ? 1 : 0))
  return {
    labels,
    half: Uint8Array.from({ length: n }, () => (random() < 0.5 ? 0 : 1)),
    features: [Float64Array.from(labels, label => random() * 10 - gap * label), Float64Array.from(labels, random)],
  }
}

it('a feature that was lower before they came is found with its direction, and one that says nothing is not', () => {
  const [split, ...others] = unusualSplits(rows(3))
  expect(others).toEqual([])
  expect(split).toMatchObject({ feature: 0, op: '<=' })
  expect(split?.came.value).toBeGreaterThan(2 * (split?.others.value ?? 1))
})

it('nothing is found where nothing differs', () => {
  expect(unusualSplits(rows(0))).toEqual([])
})

it('few who came say nothing', () => {
  expect(unusualSplits(rows(3, 150))).toEqual([])
})

it('where a feature is undefined its comparison does not hold', () => {
  const { features, ...rest } = rows(3)
  const [first = new Float64Array()] = features
  const [split] = unusualSplits({ ...rest, features: [first.map(value => (value > 5 ? Number.NaN : value))] })
  expect(split?.others.n).toBe([...rest.half].filter((half, row) => half === 1 && rest.labels[row] === 0).length)
})

it('a draft is a valid trigger of its own id, with time in days', () => {
  const [split] = unusualSplits(rows(3))
  if (!split) throw new Error('nothing was found')
  const measure = { type: 'since' as const, events: { kind: 'login' } }
  const parts = { measure, category: 'usage' as const, playbook: 'usage-check-in' }
  const day = { ...split, op: '>=' as const, threshold: 86_400_000 * 3 }
  const first = unusualFeature({ ...parts, split: day, taken: new Set() })
  expect(first.draft.when).toEqual({ measure, op: '>=', threshold: '3d' })
  const hours = { ...split, op: '>=' as const, threshold: 3_600_000 * 89 }
  expect(unusualFeature({ ...parts, split: hours, taken: new Set() })).toMatchObject({
    label: 'days without sign-ins ≥ 3.71',
    draft: { when: { threshold: '89h' } },
  })
  const second = unusualFeature({ ...parts, split: day, taken: new Set([first.draft.id]) })
  expect(second.draft.id).toBe(`${first.draft.id}-2`)
})
