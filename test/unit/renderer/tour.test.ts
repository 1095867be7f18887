import { expect, it } from 'vitest'
import { TOUR_STEPS, useTour } from '../../../renderer/state/desk/tour.ts'

it('the tour has its steps in order, ends after the last one, and can be skipped at any', () => {
  const tour = () => useTour.getState()
  expect(tour().step).toBeNull()
  tour().next()
  expect(tour().step).toBeNull()
  tour().begin()
  const shown = Array.from({ length: TOUR_STEPS }, () => {
    const { step, next } = tour()
    next()
    return step
  })
  expect([shown, tour().step]).toEqual([[1, 2, 3], null])
  tour().begin()
  tour().skip()
  expect(tour().step).toBeNull()
})
