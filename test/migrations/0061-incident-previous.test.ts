import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0061-incident-previous.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, migrated } from '../helpers/migration.ts'

it('finds the incident that came after another without reading all of them', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  migrated(db, [], migrations.slice(0, before + 1))
  const plan = db.prepare('EXPLAIN QUERY PLAN UPDATE incident SET previous_id = ? WHERE previous_id = ?').all(1, 2) as {
    detail: string
  }[]
  expect(plan.map(({ detail }) => detail)).toContainEqual(
    'SEARCH incident USING COVERING INDEX incident_previous (previous_id=?)',
  )
})
