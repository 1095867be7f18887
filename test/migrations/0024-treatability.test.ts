import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0024-treatability.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

it('issues of before have a treatability that is assumed', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 1, uid: 'a', name: 'A', updated_at: 0 }],
    issue: [
      {
        ...{ id: 1, uid: 'i1', account_id: 1, category: 'usage', state: 'open', band: 2, title: '', opened_at: 0 },
        ...{ signal_count: 1, playbook_id: 'p', priority: 1, risk: 0.1, treatability: 0.3, value_minor: 1 },
        ...{ currency: 'EUR', urgency: 1, minutes: 1, base: 0.1, factors: '[]' },
      },
    ],
  })
  const { issue, treatability } = migrated(db, ['issue', 'treatability'], migrations.slice(0, before + 1))
  expect(issue).toMatchObject([
    { treatability: 0.3, treatability_low: null, treatability_high: null, treatability_starts: 0 },
  ])
  expect(treatability).toEqual([])
})
