import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0012-times.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { LAST_MOMENT } from '../../shared/model/values.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)
const upToHere = migrations.slice(0, before + 1)
const ABSURD = -9007199254740325

const message = (id: number, times: Record<string, number | null>) => ({
  ...{ id, key: `k${id}`, intervention_id: 'run', issue_id: 7, account_id: 3, lane: 'a@b.c', channel: 'email' },
  ...{ recipient: 'a@b.c', payload: '{}', overrides: '[]', state: 'waiting', queued_at: 5, not_before: 9, attempts: 0 },
  ...times,
})
const signal = (id: number, firedAt: number, clearedAt: number | null) => ({
  ...{
    id,
    account_id: 3,
    trigger_id: 't',
    trigger_version: 1,
    fired_at: firedAt,
    cleared_at: clearedAt,
    evidence: '{}',
  },
})

it('times that no calendar shows become the nearest that one does, and every other row stays as it is', () => {
  const db = builtAt(before)
  db.pragma('foreign_keys = OFF')
  insertRaw(db, {
    source: [{ id: 4, slug: 'shop', kind: 'files', name: 'Shop', config: '{}' }],
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0, signed_up_at: -1_000 }],
    signal: [signal(1, ABSURD, 50), signal(2, 60, 9e15), signal(3, 70, null)],
    outbox: [message(1, { not_before: 9e15, queued_at: ABSURD }), message(2, {})],
    setting: [
      { key: 'clock', value: JSON.stringify({ mode: 'shifted', offset: ABSURD }) },
      { key: 'guardrails', value: JSON.stringify({ holdout: 0, frequencyCap: { messages: 1, days: 1e12 } }) },
    ],
  })
  const now = migrated(db, ['signal', 'outbox', 'setting', 'account'], upToHere)
  expect(now.signal?.map(({ fired_at, cleared_at }) => [fired_at, cleared_at])).toEqual([
    [0, 50],
    [60, LAST_MOMENT],
    [70, null],
  ])
  expect(now.outbox?.map(({ queued_at, not_before }) => [queued_at, not_before])).toEqual([
    [0, 0],
    [5, 9],
  ])
  const settings = Object.fromEntries((now.setting ?? []).map(({ key, value }) => [key, JSON.parse(String(value))]))
  expect(settings.clock).toEqual({ mode: 'real' })
  expect(settings.guardrails).toMatchObject({ holdout: 0, frequencyCap: { messages: 1, days: 3_650 } })
  expect(now.account?.[0]?.signed_up_at).toBe(-1_000)
})

it('settings within bounds stay as they are', () => {
  const db = builtAt(before)
  const rows = [
    { key: 'clock', value: '{"mode":"shifted","offset":-86400000}' },
    { key: 'guardrails', value: '{"holdout":0.05}' },
  ]
  insertRaw(db, { setting: rows })
  expect(migrated(db, ['setting'], upToHere).setting).toEqual(rows)
})
