import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0032-trigger-decisions.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)

it('keeps triggers and what leads decided about playbooks, and finds the newest decision about a trigger', () => {
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
  const newest = `SELECT answer FROM trigger_decision WHERE trigger_id = 'usage-down' ORDER BY decided_at DESC LIMIT 1`
  expect(db.prepare(newest).all()).toEqual([])
  expect(db.prepare(`EXPLAIN QUERY PLAN ${newest}`).all()).toMatchObject([
    { detail: expect.stringContaining('INDEX trigger_decision_newest') },
  ])
})
