import { describe, expect, it } from 'vitest'
import { healthBasis, lostPoints, shownHealth } from '../../../renderer/screens/account/health-words.ts'
import { accountHealth, healthOfIssues, type IssueLife } from '../../../shared/predict/health.ts'

const issue = (id: number, risks: [at: number, risk: number][], closedAt: number | null = null): IssueLife => ({
  ...{ id, title: `Issue ${id}`, category: 'usage', closedAt },
  risks: risks.map(([at, risk]) => ({ at, risk })),
})

describe('the health of an account', () => {
  it('is 100 times the chance that no open issue comes true, and its parts add up to what is missing', () => {
    // 0.7 × 0.5 = 0.35
    const { health, points } = healthOfIssues([0.3, 0.5]) ?? { health: 0, points: [] }
    expect(health).toBeCloseTo(35, 10)
    expect(points.reduce((sum, one) => sum + one, 0)).toBeCloseTo(65, 10)
    expect(points[1]).toBeGreaterThan(points[0] ?? 0)
    expect(healthOfIssues([0, 0])).toEqual({ health: 100, points: [0, 0] })
    // A certain trouble hides no other one.
    expect(healthOfIssues([1, 0.5])?.points[1]).toBeGreaterThan(0)
  })

  it('is not known where nothing measures it, also between two issues', () => {
    expect(accountHealth([], [], 9)).toEqual({ health: null, by: null, parts: [], points: [] })
    const { health, by, points } = accountHealth([issue(1, [[1, 0.4]], 3), issue(2, [[5, 0.2]])], [], 9)
    expect([health, by]).toEqual([80, 'issues'])
    expect(points).toEqual([
      { at: 1, health: 60, changes: [{ by: 'opened', issueId: 1, title: 'Issue 1', risk: 0.4 }] },
      { at: 3, health: null, changes: [{ by: 'closed', issueId: 1, title: 'Issue 1' }] },
      { at: 5, health: 80, changes: [{ by: 'opened', issueId: 2, title: 'Issue 2', risk: 0.2 }] },
    ])
    expect(accountHealth([issue(1, [[1, 0.4]], 3)], [], 9)).toMatchObject({ health: null, by: null, parts: [] })
  })

  it('names each change of a risk, and nothing that is later than now or after an issue was closed', () => {
    const life = issue(
      1,
      [
        [1, 0.4],
        [2, 0.4],
        [3, 0.6],
        [7, 0.1],
      ],
      5,
    )
    const { points } = accountHealth([life], [], 4)
    expect(points.map(({ at, health }) => [at, health])).toEqual([
      [1, 60],
      [3, 40],
    ])
    expect(points[1]?.changes).toEqual([{ by: 'moved', issueId: 1, title: 'Issue 1', before: 0.4, risk: 0.6 }])
    expect(accountHealth([life], [], 9).points.map(({ at }) => at)).toEqual([1, 3, 5])
  })

  it('is what the model says from its first score on, whatever issues do then', () => {
    const found = accountHealth(
      [issue(1, [[1, 0.4]]), issue(2, [[6, 0.9]])],
      [
        { at: 4, risk: 0.25 },
        { at: 8, risk: 0.5 },
      ],
      9,
    )
    expect(found).toMatchObject({ health: 50, by: 'model', parts: [] })
    expect(found.points.map(({ at, health }) => [at, health])).toEqual([
      [1, 60],
      [4, 75],
      [8, 50],
    ])
  })

  it('is never rounded to what it is not', () => {
    expect([0, 0.2, 28.4, 99.7, 100].map(shownHealth)).toEqual(['0', '1', '28', '99', '100'])
    expect([0.04, 12.6].map(lostPoints)).toEqual(['−0.0', '−13'])
    expect(healthBasis({ by: null })).toMatch(/^Nothing measures/)
  })
})
