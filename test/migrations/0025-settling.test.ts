import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0025-settling.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

const anIssue = (id: number, state: string) =>
  rawIssue({ id, uid: `i${id}`, account_id: 1, category: id === 1 ? 'usage' : 'billing', state })

it('what is open in a workspace of before is looked at once, as is each outcome; an issue that is over is not', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 1, uid: 'a', name: 'A', updated_at: 0 }],
    issue: [anIssue(1, 'open'), anIssue(2, 'closed')],
    intervention: ['open', 'judged'].map(id => ({
      ...{ id, issue_id: 1, account_id: 1, trigger_id: 't', playbook_id: 'p', playbook_version: 1, arm: 'treatment' },
      ...{ exposed_at: 0, window_ends_at: 9, started_by: 'maya' },
    })),
    outcome: [
      { intervention_id: 'open', window_ends_at: 9 },
      { intervention_id: 'judged', window_ends_at: 9, judged: 'quiet' },
    ],
  })
  expect(migrated(db, ['issue_due', 'outcome_due'], migrations.slice(0, before + 1))).toEqual({
    issue_due: [{ issue_id: 1, at: 0 }],
    outcome_due: [
      { intervention_id: 'judged', at: 0 },
      { intervention_id: 'open', at: 0 },
    ],
  })
})
