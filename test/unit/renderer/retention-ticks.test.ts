import { expect, it } from 'vitest'
import { shareTicks } from '../../../renderer/charts/retention-chart.tsx'

it.each([
  [1, [0.99, 1]],
  [0.978, [0.97, 0.98, 0.99, 1]],
  [0.78, [0.7, 0.8, 0.9, 1]],
  [0.8, [0.8, 0.85, 0.9, 0.95, 1]],
  [0.3, [0.2, 0.4, 0.6, 0.8, 1]],
  [0, [0, 0.25, 0.5, 0.75, 1]],
])('marks from %d are even and end at the whole', (lowest, ticks) => expect(shareTicks(lowest)).toEqual(ticks))
