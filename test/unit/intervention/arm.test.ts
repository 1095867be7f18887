import { describe, expect, it } from 'vitest'
import { hashShare } from '../../../shared/hash.ts'
import { armOf } from '../../../shared/intervention/arm.ts'

describe('arms', () => {
  const uids = Array.from({ length: 20_000 }, (_, n) => `files:A-${n}`)
  const held = (salt: string, share: number) => uids.filter(uid => armOf(salt, uid, share) === 'control')

  it('hold out about the planned share', () => {
    // 5 % of 20,000 is 1,000 with a standard deviation of 31; five of them on either side.
    expect(Math.abs(held('w-1', 0.05).length - 1_000)).toBeLessThan(155)
    expect(held('w-1', 0)).toEqual([])
    expect(held('w-1', 1)).toHaveLength(uids.length)
  })

  it('are the same every time, and others in another workspace', () => {
    expect(held('w-1', 0.05)).toEqual(held('w-1', 0.05))
    const both = new Set(held('w-1', 0.5))
    // Independent halves share a quarter of all.
    expect(Math.abs(held('w-2', 0.5).filter(uid => both.has(uid)).length - 5_000)).toBeLessThan(400)
  })

  it('treat an account whose hash is the holdout itself', () => {
    const share = hashShare('w-1:holdout', 'files:A-1')
    expect(armOf('w-1', 'files:A-1', share)).toBe('treatment')
    expect(armOf('w-1', 'files:A-1', share + Number.EPSILON)).toBe('control')
  })

  it('stay where they are when the holdout grows', () => {
    const small = new Set(held('w-1', 0.05))
    const large = new Set(held('w-1', 0.1))
    expect([...small].every(uid => large.has(uid))).toBe(true)
  })
})
