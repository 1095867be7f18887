import { describe, expect, it } from 'vitest'
import { loop } from '../bench/machine/loop.ts'
import { middle, stopwatch } from '../bench/timing.ts'

describe('the middle run', () => {
  it('is the one with the median wall time, with the CPU time of that very run', () => {
    const runs = [
      { wall: 30, cpu: 1 },
      { wall: 10, cpu: 3 },
      { wall: 20, cpu: 2 },
    ]
    expect(middle(runs)).toEqual({ wall: 20, cpu: 2 })
  })

  it('is the faster one of two in the middle', () => {
    expect(middle([10, 40, 20, 30].map(wall => ({ wall, cpu: wall })))).toEqual({ wall: 20, cpu: 20 })
  })

  it('does not exist where nothing ran', () => {
    expect(() => middle([])).toThrow('nothing was measured')
  })
})

describe('a stopwatch', () => {
  it('goes on after it was read', () => {
    const watch = stopwatch()
    const first = watch()
    loop(100_000)
    const second = watch()
    expect(second.wall).toBeGreaterThan(first.wall)
    expect(second.cpu).toBeGreaterThanOrEqual(first.cpu)
  })
})

describe('the loop by which machines are compared', () => {
  it('gives the same sum everywhere', () => {
    expect(loop(100_000)).toBe(1_351_140_204)
  })
})
