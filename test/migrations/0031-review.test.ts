import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0031-review.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)

const aMessage = (key: string, state: string, sent_at: number | null) => ({
  ...{ key, intervention_id: 'v1', issue_id: 7, account_id: 3, lane: 'a', channel: 'email', recipient: 'a' },
  ...{ payload: '{}', overrides: '[]', state, queued_at: 1, not_before: 1, sent_at },
})

it('finds the moment at which something first left without opening the messages', () => {
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    issue: [
      {
        ...{ id: 7, uid: 'i7', account_id: 3, category: 'usage', state: 'acting', band: 1, title: '', opened_at: 1 },
        ...{ signal_count: 1, playbook_id: 'p', priority: 1, risk: 0, treatability: 0, value_minor: 500 },
        ...{ currency: 'EUR', urgency: 1, minutes: 1, base: 0, factors: '[]', version: 0 },
      },
    ],
    intervention: [
      {
        ...{ id: 'v1', issue_id: 7, account_id: 3, trigger_id: 't', playbook_id: 'p', playbook_version: 1 },
        ...{ arm: 'treatment', exposed_at: 1, window_ends_at: 9, started_by: 'maya', state: 'done' },
      },
    ],
    outbox: [aMessage('a', 'sent', 8), aMessage('b', 'sent', 5), aMessage('c', 'waiting', null)],
  })
  migrated(db, ['outbox'], migrations.slice(0, before + 1))
  const first = `SELECT min(sent_at) AS at FROM outbox WHERE intervention_id = 'v1' AND state = 'sent'`
  expect(db.prepare(first).get()).toEqual({ at: 5 })
  expect(db.prepare(`EXPLAIN QUERY PLAN ${first}`).all()).toMatchObject([
    { detail: expect.stringContaining('COVERING INDEX outbox_left') },
  ])
})
