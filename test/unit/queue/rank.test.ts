import { describe, expect, it } from 'vitest'
import { type CountCell, chooseIndex, inView } from '../../../main/queue/rank.ts'

const cell = (of: Partial<CountCell>): CountCell => ({
  state: 'open',
  category: 'billing',
  band: 2,
  claimedBy: '',
  n: 1,
  ...of,
})

describe('the index for a filtered queue', () => {
  const cells = [
    cell({ n: 900 }),
    cell({ category: 'usage', n: 90 }),
    cell({ category: 'usage', band: 0, n: 5 }),
    cell({ claimedBy: 'kim', n: 3 }),
    cell({ state: 'snoozed', n: 70 }),
  ]

  it('is the plain one without a filter', () => {
    expect(chooseIndex(cells, { view: 'now' }, 'kim')).toEqual({ index: 'issue_queue', matching: 998 })
  })

  it('is the one that has to walk past the fewest issues', () => {
    const both = { view: 'now', category: 'usage', band: 'today' } as const
    expect(chooseIndex(cells, both, 'kim')).toEqual({ index: 'issue_queue_band', matching: 5 })
    expect(chooseIndex(cells, { view: 'mine', category: 'billing' }, 'kim').index).toBe('issue_queue_claim')
    expect(chooseIndex(cells, { view: 'unclaimed', category: 'usage' }, 'kim').index).toBe('issue_queue_category')
  })

  it('is the narrower one where two would walk past as many', () => {
    const level = [cell({ n: 5 })]
    const index = (filter: Parameters<typeof chooseIndex>[1]) => chooseIndex(level, filter, 'kim').index
    expect(index({ view: 'now', category: 'billing' })).toBe('issue_queue_category')
    expect(index({ view: 'now', category: 'billing', band: 'later' })).toBe('issue_queue_band')
    expect(index({ view: 'unclaimed', category: 'billing', band: 'later' })).toBe('issue_queue_claim')
  })

  it('knows beforehand when nothing matches', () => {
    expect(chooseIndex(cells, { view: 'now', category: 'access' }, 'kim').matching).toBe(0)
    expect(chooseIndex(cells, { view: 'mine' }, 'lee').matching).toBe(0)
  })
})

describe('a view', () => {
  it("holds its state's issues, of the right people", () => {
    expect(inView(cell({ claimedBy: 'kim' }), 'now', 'kim')).toBe(true)
    expect(inView(cell({ claimedBy: 'kim' }), 'mine', 'kim')).toBe(true)
    expect(inView(cell({ claimedBy: 'kim' }), 'mine', 'lee')).toBe(false)
    expect(inView(cell({ claimedBy: 'kim' }), 'unclaimed', 'kim')).toBe(false)
    expect(inView(cell({ state: 'acting' }), 'snoozed', 'kim')).toBe(false)
  })
})
