import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0032-trigger-decisions.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)

it('keeps triggers and what leads decided about playbooks, and knows of no decision about a trigger yet', () => {
  const db = builtAt(before)
  insertRaw(db, {
    trigger: [{ id: 'usage-down', version: 3, enabled: 1, definition: '{}' }],
    advice: [
      {
        ...{ id: 'd1', playbook_id: 'p', advice: 'pause', answer: 'follow', reason: 'r', figures: '{}' },
        ...{ decided_by: 'maya', decided_at: 1, look_at: 2 },
      },
    ],
  })
  migrated(db, ['trigger', 'advice'], migrations.slice(0, before + 1))
  expect(db.prepare('SELECT count(*) AS n FROM trigger_decision').get()).toEqual({ n: 0 })
})
