import { expect, it } from 'vitest'
import { healthLines } from '../../../main/cli/desk/health.ts'
import { similarLines } from '../../../main/cli/desk/similar.ts'
import { accountHealth } from '../../../shared/predict/health.ts'

const all = { confirmed: 3, aimMet: 2, quiet: 1, otherwise: 0, open: 4 }

it('similar past issues are printed as counts, with nothing where there is none', () => {
  const found = {
    ...{ triggerTitle: 'Use has dropped', plan: 'Pro', starts: 7, isLimited: false },
    playbooks: [{ playbookId: 'p', name: 'Check in', arm: 'control' as const, all, samePlan: null }],
    recent: [
      {
        ...{ issueId: 4, accountName: 'Ada Ltd', title: 'x', playbookName: 'Check in' },
        ...{ arm: 'treatment' as const, outcome: 'avoided' as const, at: Date.UTC(2024, 4, 1) },
      },
    ],
  }
  const lines = similarLines(found)
  expect(lines[0]).toBe('Use has dropped: 7 starts')
  expect(lines[2]).toMatch(/^held out from Check in +2 +3 +1 +0 +4$/)
  expect(lines.at(-2)).toMatch(/^ *4 +Ada Ltd +Check in +avoided +2024-05-01$/)
  expect(similarLines({ ...found, starts: 0 })).toEqual(['No earlier playbook was started for “Use has dropped”.'])
  expect(similarLines({ ...found, triggerTitle: null })).toHaveLength(1)
})

it('a health is printed with what takes it away and how it went, or that nothing measures it', () => {
  const life = { id: 4, title: 'Silent', category: 'usage' as const, closedAt: null, risks: [{ at: 0, risk: 0.25 }] }
  const lines = healthLines(accountHealth([life], [], 9))
  expect(lines[0]).toMatch(/^Health 75\.0 of 100: 100 × the chance that none/)
  expect(lines[1]).toMatch(/^−25\.0 +4 +Silent +risk 25 %$/)
  expect(lines.at(-1)).toMatch(/^1970-01-01T00:00:00\.000Z +75\.0 +Silent opened$/)
  expect(healthLines(accountHealth([], [], 9))).toEqual([
    'Nothing measures the health: no issue is open, and no trained model has scored the account.',
  ])
})
