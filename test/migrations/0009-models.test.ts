import { describe, expect, it } from 'vitest'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const upToHere = migrations.slice(0, 9)

const anOldIssue = (id: number, model: string) => ({
  ...{ id, account_id: id, category: 'usage', state: 'open', band: 1, title: 'Use has dropped', opened_at: 5 },
  ...{ signal_count: 1, playbook_id: 'p', priority: 1, risk: 0.3, treatability: 0.3, value_minor: 1, currency: 'EUR' },
  ...{ urgency: 1, minutes: 8, model, base: 0.1, factors: '[]' },
})
const anAccount = (id: number) => ({ id, uid: `s:${id}`, name: 'One', updated_at: 0 })

describe('the ninth layout', () => {
  it('names the model of an old issue as it was named', () => {
    const db = builtAt(8)
    const names = ['prior-1', 'base-rate-1 (1 past firing)', 'base-rate-1 (20 past firings)']
    insertRaw(db, {
      account: names.map((_, i) => anAccount(i + 1)),
      issue: names.map((name, i) => anOldIssue(i + 1, name)),
    })
    const after = migrated(db, ['issue', 'model', 'issue_count'], upToHere)
    const { model: _, ...kept } = anOldIssue(3, '')
    expect(after.model).toEqual([{ id: 1, kind: 'base-rate', version: 1, trained_at: null, body: '{}' }])
    expect(after.issue?.map(({ model_id, firings }) => [model_id, firings])).toEqual([
      [1, 0],
      [1, 1],
      [1, 20],
    ])
    expect(after.issue?.[2]).toMatchObject(kept)
    expect(after.issue_count).toMatchObject([{ n: 3 }])
  })

  it('names no model where nothing was scored', () => {
    const db = builtAt(8)
    expect(migrated(db, ['model'], upToHere).model).toEqual([])
  })

  it('is the same whether a file grew into it or was made with it', () => {
    const grown = builtAt(8)
    migrated(grown, [], upToHere)
    expect(layout(grown)).toEqual(layout(builtAt(9)))
  })
})
