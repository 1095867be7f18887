import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0045-accepted-unsent.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

it('nobody has accepted what did not leave before', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 1, uid: 'shop:1', name: 'A', updated_at: 0 }],
    issue: [rawIssue({ id: 1, uid: 'i1', account_id: 1 })],
    unsent: [
      {
        ...{ id: 7, at: 5, stage: 'compose', ended: 'refused', step: 0, issue_id: 1, account_id: 1 },
        ...{ playbook_id: 'p', channel: 'email', actor: 'maya', because: '[]' },
      },
    ],
  })
  const { unsent } = migrated(db, ['unsent'], migrations.slice(0, before + 1))
  expect(unsent).toMatchObject([{ id: 7, at: 5, ended: 'refused', accepted_in: null }])
})
