import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0042-category-risks.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated, rawIssue } from '../helpers/migration.ts'

it('what was scored before is of any ticket, and stays as it was', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  const standing = { state: 'open', band: 1, priority: 3, risk: 0.2, treatability: 0.1, value_minor: 5, urgency: 1 }
  insertRaw(db, {
    account: [{ id: 1, uid: 'a1', name: 'A', updated_at: 0 }],
    issue: [rawIssue({ id: 1, uid: 'i1', account_id: 1 })],
    model: [{ id: 7, kind: 'learned', version: 1, trained_at: 0, body: '{"card":{"chosen":true}}' }],
    issue_score: [{ issue_id: 1, at: 3, ...standing, minutes: 5, model_id: 7, score_id: 4, triggers: '{}' }],
  })
  db.exec("INSERT INTO score VALUES (4, 1, 3, 7, 0.2, 0.1, 0.3, x'00')")
  const { issue, issue_score, category_risk, score, model } = migrated(
    db,
    ['issue', 'issue_score', 'category_risk', 'score', 'model'],
    migrations.slice(0, before + 1),
  )
  expect(issue).toMatchObject([{ id: 1, risk_about: null }])
  expect(issue_score).toMatchObject([{ issue_id: 1, at: 3, ...standing, low: null, high: null, score_id: 4 }])
  expect(score).toMatchObject([{ id: 4, risk: 0.2, low: 0.1, high: 0.3 }])
  expect(JSON.parse(String(model?.[0]?.body))).toMatchObject({ card: { chosen: true } })
  expect(category_risk).toEqual([])
})
