import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0021-loops.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

it('an outcome of before keeps its judgement, and nothing has reopened it', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    issue: [rawIssue({ id: 7, uid: 'a', account_id: 3 })],
    intervention: [
      {
        ...{ id: 'i', issue_id: 7, account_id: 3, trigger_id: 't', playbook_id: 'p', playbook_version: 1 },
        ...{ arm: 'treatment', exposed_at: 10, window_ends_at: 20, started_by: 'maya' },
      },
    ],
    outcome: [{ intervention_id: 'i', window_ends_at: 20, proposal: 'quiet', judged: 'contacted', judged_at: 21 }],
  })
  const { outcome, stop_rule } = migrated(db, ['outcome', 'stop_rule'], migrations.slice(0, before + 1))
  expect(outcome).toMatchObject([{ judged: 'contacted', induced_at: null, reopened_at: null, reopened_from: null }])
  expect(stop_rule).toEqual([])
})
