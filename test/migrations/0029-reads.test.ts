import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0029-reads.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)

const anIssue = (id: number) =>
  rawIssue({ id, uid: `i${id}`, account_id: 3, category: id === 7 ? 'usage' : 'billing', state: 'acting' })
const aRun = (id: string, issue_id: number, recalled_at: number | null) => ({
  ...{ id, issue_id, account_id: 3, trigger_id: 't', playbook_id: 'p', playbook_version: 1, arm: 'treatment' },
  ...{ exposed_at: 1, window_ends_at: 9, started_by: 'maya', recalled_at, state: 'done' },
})
const aSignal = (trigger_id: string, fired_at: number, cleared_at: number | null) => ({
  ...{ account_id: 3, trigger_id, trigger_version: 1, fired_at, cleared_at, evidence: '{}', issue_id: 7 },
})
const aMessage = (key: string, state: string) => ({
  ...{ key, intervention_id: 'v1', issue_id: 7, account_id: 3, lane: 'a', channel: 'email', recipient: 'a' },
  ...{ payload: '{}', overrides: '[]', state, queued_at: 1, not_before: 1 },
})

function anOldFile() {
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 3, uid: 'shop:A', name: 'A', updated_at: 0 }],
    issue: [anIssue(7), anIssue(8)],
    intervention: [aRun('v1', 7, null), aRun('v2', 7, null), aRun('v3', 8, 5)],
    outcome: [
      { intervention_id: 'v1', window_ends_at: 9, proposal: 'quiet' },
      { intervention_id: 'v2', window_ends_at: 9, proposal: 'quiet', judged: 'quiet' },
      { intervention_id: 'v3', window_ends_at: 9, proposal: 'quiet' },
    ],
    outbox: [aMessage('a', 'sent'), aMessage('b', 'sent'), aMessage('c', 'waiting')],
    // The last one was undone by a clock that went back.
    signal: [aSignal('t', 5, null), aSignal('t', 5, 8), aSignal('t', 5, 2)],
  })
  return db
}

it('counts what an older file holds: proposals of an issue, messages by state, firings by trigger', () => {
  const after = migrated(anOldFile(), ['issue', 'outbox_count', 'signal_count'], migrations.slice(0, before + 1))
  expect(after.issue?.map(({ id, to_confirm }) => [id, to_confirm])).toEqual([
    [7, 1],
    [8, 0],
  ])
  expect(after.outbox_count).toEqual([
    { state: 'sent', n: 2 },
    { state: 'waiting', n: 1 },
  ])
  expect(after.signal_count).toEqual([{ trigger_id: 't', firings: 2, open: 1 }])
})

it('keeps the counts while rows change and go', () => {
  const db = anOldFile()
  migrated(db, [], migrations.slice(0, before + 1))
  db.exec(`UPDATE outbox SET state = 'sent' WHERE key = 'c'; DELETE FROM outbox WHERE key = 'a';
    UPDATE signal SET cleared_at = 9 WHERE cleared_at IS NULL; UPDATE signal SET cleared_at = NULL WHERE cleared_at = 2;
    DELETE FROM signal WHERE cleared_at = 8; UPDATE signal SET trigger_id = 'other' WHERE cleared_at IS NULL`)
  expect(db.prepare('SELECT state, n FROM outbox_count WHERE n > 0').all()).toEqual([{ state: 'sent', n: 2 }])
  expect(db.prepare('SELECT * FROM signal_count ORDER BY 1').all()).toEqual([
    { trigger_id: 'other', firings: 1, open: 1 },
    { trigger_id: 't', firings: 1, open: 0 },
  ])
})
