import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawnIn } from '../../../renderer/state/in-sight.ts'

it('draws every row in sight, few others, and none that is not there', () => {
  const view = fc.record({ top: fc.nat(9_000), height: fc.integer({ min: 1, max: 900 }) })
  const some = { count: fc.nat(300), height: fc.constantFrom(22, 30.5), margin: fc.nat(2_000), overscan: fc.nat(12) }
  fc.assert(
    fc.property(view, fc.record(some), ({ top, height }, rows) => {
      const { first, end } = drawnIn({ top, height }, rows)
      expect(first).toBeGreaterThanOrEqual(0)
      expect(end).toBeLessThanOrEqual(rows.count)
      expect(end - first).toBeLessThanOrEqual(Math.ceil(height / rows.height) + 1 + 2 * rows.overscan)
      for (let row = 0; row < rows.count; row++) {
        const at = rows.margin + row * rows.height
        const isInSight = at < top + height && at + rows.height > top
        if (isInSight) expect(row >= first && row < end).toBe(true)
      }
    }),
  )
})

it('draws nothing where there is no room yet', () => {
  expect(drawnIn({ top: 0, height: 0 }, { count: 9, height: 30, margin: 0, overscan: 12 })).toEqual({
    first: 0,
    end: 0,
  })
})
