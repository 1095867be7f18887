import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0015-values.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

it('an issue of before has no basis yet, and keeps its value', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    issue: [
      {
        ...{ id: 7, uid: 'a', account_id: 3, category: 'usage', state: 'open', band: 1, title: '', opened_at: 1 },
        ...{ signal_count: 1, playbook_id: 'p', priority: 1, risk: 0, treatability: 0, value_minor: 500 },
        ...{ currency: 'EUR', urgency: 1, minutes: 1, base: 0, factors: '[]', version: 0 },
      },
    ],
  })
  const { issue } = migrated(db, ['issue'], migrations.slice(0, before + 1))
  expect(issue).toMatchObject([{ value_minor: 500, value_basis: '' }])
})
