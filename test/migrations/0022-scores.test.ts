import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0022-scores.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

it('issues of before have no width, and a risk that appears, changes or goes has their issues looked at', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  const anIssue = (id: number, account: number, state: string) =>
    rawIssue({ id, uid: `i${id}`, account_id: account, state })
  insertRaw(db, {
    account: [1, 2].map(id => ({ id, uid: `a${id}`, name: 'A', updated_at: 0 })),
    issue: [anIssue(1, 1, 'open'), anIssue(2, 2, 'open'), anIssue(3, 1, 'closed')],
    model: [{ id: 7, kind: 'learned', version: 1, trained_at: 0, body: '{"card":{"chosen":true}}' }],
  })
  const { issue, model } = migrated(db, ['issue', 'model'], migrations.slice(0, before + 1))
  // A model of before cannot score, so it is no longer in use; its card stays.
  expect(JSON.parse(String(model?.[0]?.body))).toMatchObject({ card: { chosen: false } })
  expect(issue?.map(row => [row.id, row.risk_low, row.risk_high, row.score_id])).toEqual([
    [1, null, null, null],
    [2, null, null, null],
    [3, null, null, null],
  ])
  const due = () => db.prepare('SELECT issue_id FROM issue_due WHERE at = 0').pluck().all()
  const settle = () => db.exec('UPDATE issue_due SET at = 9')
  settle()
  db.exec("INSERT INTO score VALUES (1, 1, 0, 7, 0.2, 0.1, 0.3, x''), (2, 1, 0, 7, 0.2, 0.1, 0.3, x'')")
  const risk = {
    account_id: 1,
    score_id: 1,
    model_id: 7,
    at: 0,
    risk: 0.2,
    low: 0.1,
    high: 0.3,
    base: 0.1,
    factors: '[]',
  }
  insertRaw(db, { account_risk: [risk] })
  expect(due()).toEqual([1])
  settle()
  db.exec('UPDATE account_risk SET at = 5')
  expect(due()).toEqual([])
  db.exec('UPDATE account_risk SET score_id = 2')
  expect(due()).toEqual([1])
  settle()
  db.exec('DELETE FROM account_risk')
  expect(due()).toEqual([1])
})
