import { expect, it } from 'vitest'
import { stepPath } from '../../../renderer/charts/step-path.ts'

it('goes from step to step, and ends where the line ends', () => {
  const steps = [
    { x: 0, y: 4 },
    { x: 100, y: 30 },
  ]
  expect(stepPath(steps, 480, 3)).toBe('M0 4H100V30H480')
})

it('leaves a gap where nothing is known', () => {
  const steps = [
    { x: 0, y: 4 },
    { x: 100, y: null },
    { x: 200, y: 30 },
  ]
  expect(stepPath(steps, 480, 3)).toBe('M0 4H100M200 30H480')
})

it('draws what is too short to be seen a little wider: a step of today, and one of an hour between two gaps', () => {
  const steps = [
    { x: 100, y: 30 },
    { x: 100.2, y: null },
    { x: 480, y: 10 },
  ]
  expect(stepPath(steps, 480, 3)).toBe('M100 30H103M477 10H480')
})

it('draws nothing for a line that knows nothing', () => {
  expect(stepPath([{ x: 0, y: null }], 480, 3)).toBe('')
})
