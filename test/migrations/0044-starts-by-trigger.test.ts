import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0044-starts-by-trigger.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, migrated } from '../helpers/migration.ts'

it('finds the starts of a trigger by an index', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  migrated(db, [], migrations.slice(0, before + 1))
  const plan = db
    .prepare('EXPLAIN QUERY PLAN SELECT issue_id FROM exposure WHERE trigger_id = ? ORDER BY assigned_at DESC')
    .all('usage-down') as { detail: string }[]
  expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH exposure USING INDEX exposure_trigger (trigger_id=?)'])
})
