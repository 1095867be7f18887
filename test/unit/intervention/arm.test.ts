import { describe, expect, it } from 'vitest'
import { hashShare } from '../../../shared/hash.ts'
import { armOf, assign, controlShare } from '../../../shared/intervention/arm.ts'

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

describe('an assignment for one playbook', () => {
  const uids = Array.from({ length: 4_000 }, (_, n) => `files:A-${n}`)
  const shares = { holdout: 0.2, playbook: 0.25 }
  const assigned = (playbookId: string) => uids.map(uid => assign('w-1', uid, playbookId, shares))

  it('puts into control who is held out, and of the others the share of the playbook', () => {
    // 1 − (1 − 0.2) · (1 − 0.25)
    expect(controlShare(shares)).toBeCloseTo(0.4, 12)
    expect(controlShare({ holdout: 0, playbook: 0.25 })).toBe(0.25)
    const all = assigned('usage-drop')
    const of = (heldBy: string | null) => all.filter(one => one.heldBy === heldBy).length
    // 4,000 accounts: 800, 800 and 2,400 are expected, with standard deviations of at most 31; five of them are allowed.
    for (const heldBy of ['holdout', 'playbook']) expect(Math.abs(of(heldBy) - 800)).toBeLessThan(155)
    for (const { arm, heldBy, share } of all) {
      expect(arm).toBe(heldBy === null ? 'treatment' : 'control')
      expect(share).toBe(controlShare(shares))
    }
  })

  it('holds the same accounts out of every playbook, and others by each playbook itself', () => {
    const [one, other] = [assigned('usage-drop'), assigned('renewal')]
    const both = (heldBy: string) => uids.filter((_, n) => one[n]?.heldBy === heldBy && other[n]?.heldBy === heldBy)
    expect(both('holdout')).toHaveLength(one.filter(({ heldBy }) => heldBy === 'holdout').length)
    // A quarter of a quarter of the 3,200 others, with a standard deviation of 14.
    expect(Math.abs(both('playbook').length - 200)).toBeLessThan(70)
  })

  it('treats an account whose hash is the share of the playbook itself', () => {
    const playbook = hashShare('w-1:control:usage-drop', 'files:A-1')
    const arm = (share: number) => assign('w-1', 'files:A-1', 'usage-drop', { holdout: 0, playbook: share }).arm
    expect(arm(playbook)).toBe('treatment')
    expect(arm(playbook + Number.EPSILON)).toBe('control')
  })
})
