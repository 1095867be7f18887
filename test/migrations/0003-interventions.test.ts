import { describe, expect, it } from 'vitest'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const upToHere = migrations.slice(0, 3)

const intervention = (id: string) => ({
  id,
  issue_id: 1,
  account_id: 1,
  trigger_id: 't',
  playbook_id: 'p',
  playbook_version: 2,
  arm: 'treatment',
  exposed_at: 50,
  window_ends_at: 90,
  started_by: 'sam',
})
const message = (id: number, of: string, state: string) => ({
  id,
  key: `k${id}`,
  intervention_id: of,
  issue_id: 1,
  account_id: 1,
  lane: 'a@b',
  channel: 'email',
  recipient: 'a@b',
  payload: '{}',
  overrides: '[]',
  state,
  queued_at: 51,
  not_before: 51,
})

describe('the third layout', () => {
  it('keeps what was started: its one step as it stands, and the version it used', () => {
    const db = builtAt(2)
    db.pragma('foreign_keys = OFF')
    insertRaw(db, {
      playbook: [{ id: 'p', version: 2, definition: '{"v":2}' }],
      intervention: [intervention('sent'), intervention('waits'), intervention('held')],
      outbox: [message(1, 'sent', 'sent'), message(2, 'waits', 'waiting')],
    })
    const after = migrated(db, ['playbook', 'playbook_version', 'step', 'intervention', 'outbox'], upToHere)
    expect(after.playbook).toEqual([{ id: 'p', version: 2, definition: '{"v":2}', approved_version: 2 }])
    expect(after.playbook_version).toEqual([{ id: 'p', version: 2, definition: '{"v":2}' }])
    expect(after.step?.map(({ intervention_id: of, n, kind, state, at }) => [of, n, kind, state, at])).toEqual([
      ['sent', 0, 'outreach', 'done', 50],
      ['waits', 0, 'outreach', 'open', 50],
    ])
    expect(after.intervention?.map(({ state, origin }) => [state, origin])).toEqual(Array(3).fill(['done', 'person']))
    expect(after.outbox?.map(({ kind, step }) => [kind, step])).toEqual(Array(2).fill(['message', 0]))
  })

  it('is the same whether a file grew into it or was made with it', () => {
    const grown = builtAt(2)
    migrated(grown, [], upToHere)
    expect(layout(grown)).toEqual(layout(builtAt(3)))
  })
})
