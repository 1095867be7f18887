import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0020-exposures.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

const start = (id: string, arm: string) => ({
  ...{ id, issue_id: 7, account_id: 3, trigger_id: 't', playbook_id: 'p', playbook_version: 1, arm, exposed_at: 10 },
  ...{ window_ends_at: 20, started_by: 'maya' },
})

const message = (id: number, intervention: string, overrides = '[]') => ({
  ...{ id, key: `k${id}`, intervention_id: intervention, issue_id: 7, account_id: 3, channel: 'email', lane: 'a' },
  ...{ recipient: 'a', payload: '{}', overrides, state: 'sent', sent_at: 12, queued_at: 10, not_before: 10 },
})

it('every start of before keeps its arm, and nobody becomes a ghost', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    setting: [{ key: 'guardrails', value: '{"holdout":0.2}' }],
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    issue: [rawIssue({ id: 7, uid: 'a', account_id: 3 })],
    intervention: [start('written', 'treatment'), start('held', 'control'), start('forced', 'control')],
    outbox: [message(1, 'written'), message(2, 'forced', '[{"check":"arm","reason":"asked for it"}]')],
  })
  const { exposure } = migrated(db, ['exposure'], migrations.slice(0, before + 1))
  const common = { ghost: 0, due_at: null, share: 0.2, assigned_at: 10, actor: 'maya', origin: 'person' }
  expect(exposure).toMatchObject([
    { ...common, intervention_id: 'forced', arm: 'control', exposed_at: 12, override_reason: 'asked for it' },
    { ...common, intervention_id: 'held', arm: 'control', exposed_at: null, held_by: 'holdout' },
    { ...common, intervention_id: 'written', arm: 'treatment', exposed_at: 12, held_by: null, override_reason: null },
  ])
})
