import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0047-unjudged-fixes.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { unjudged } from '../../main/engine/acting/fixes.ts'
import { builtAt, migrated } from '../helpers/migration.ts'

it('fixes without a verdict are found by their own index instead of among all messages that were sent', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  migrated(db, ['resolution'], migrations.slice(0, before + 1))
  const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${unjudged.sql}`).all()
  expect(plan.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/^SCAN r USING.* INDEX resolution_unjudged/),
    expect.stringMatching(/^SEARCH o USING INTEGER PRIMARY KEY/),
    expect.stringMatching(/^CORRELATED SCALAR SUBQUERY/),
    expect.stringMatching(/^SEARCH a USING/),
  ])
})
