import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lastDays, lastDaysOf } from '../../../shared/review/last-days.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'

const moments = fc.integer({ min: 800 * DAY, max: 30_000 * DAY })

it('the last days are told from their period at any moment, and so is all of history', () => {
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 1, max: 730 })), moments, (days, now) => {
      expect(lastDaysOf(lastDays(days, now), now)).toBe(days)
    }),
  )
})

it('a period that ends, or begins at another moment, is none of the last days', () => {
  const { from = 0 } = lastDays(30, NOON)
  expect(lastDaysOf({ from, to: NOON }, NOON)).toBeUndefined()
  expect(lastDaysOf({ to: NOON }, NOON)).toBeUndefined()
  expect(lastDaysOf({ from: from + 1 }, NOON)).toBeUndefined()
  expect(lastDaysOf({ from: from - HOUR }, NOON)).toBeUndefined()
  expect(lastDaysOf({ from: NOON }, NOON)).toBeUndefined()
  expect(lastDaysOf({ from: NOON + DAY }, NOON)).toBeUndefined()
})
