import { expect, it } from 'vitest'
import { drawItems, PER_WEEK } from '../../../../main/measure/audit/draw.ts'
import { weekOf } from '../../../../main/measure/figures/weeks.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { NOON } from '../../../helpers/builders.ts'

const MONDAY = weekOf(NOON)
const items = (n: number, at = MONDAY - DAY) =>
  Array.from({ length: n }, (_, k) => ({ uid: `i${k}`, kind: 'cleared' as const, at }))

it('draws about as many as are wanted, each with the chance that it had', () => {
  const drawn = Array.from({ length: 300 }, (_, salt) => drawItems(items(400), `s${salt}`, NOON)).flat()
  expect(new Set(drawn.map(({ chance }) => chance))).toEqual(new Set([PER_WEEK / 400]))
  // 300 draws of 4 on average: three standard deviations of the sum.
  expect(Math.abs(drawn.length - 300 * PER_WEEK)).toBeLessThan(3 * Math.sqrt(300 * PER_WEEK))
})

it('each item is drawn as often as any other', () => {
  const times = new Map<string, number>()
  for (let salt = 0; salt < 2_000; salt++)
    for (const { uid } of drawItems(items(16), `s${salt}`, NOON)) times.set(uid, (times.get(uid) ?? 0) + 1)
  expect(times.size).toBe(16)
  // A chance of 1/4 in 2,000 draws: four standard deviations.
  for (const n of times.values()) expect(Math.abs(n - 500)).toBeLessThan(4 * Math.sqrt(2_000 * 0.25 * 0.75))
})

it('an item stays drawn, whatever the order and whatever is asked beside it in other weeks', () => {
  const all = [...items(40), ...items(40, MONDAY - 9 * DAY).map(item => ({ ...item, uid: `old-${item.uid}` }))]
  const drawn = (some: typeof all) => drawItems(some, 'salt', NOON).map(({ uid }) => uid)
  expect(drawn([...all].reverse()).sort()).toEqual(drawn(all).sort())
  expect(drawn(all)).toEqual(expect.arrayContaining(drawn(items(40))))
})

it('few items are all drawn, and those of the running week wait', () => {
  expect(drawItems(items(3), 'salt', NOON).map(({ chance }) => chance)).toEqual([1, 1, 1])
  expect(drawItems(items(3, MONDAY), 'salt', NOON)).toEqual([])
})
