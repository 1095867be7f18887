import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0065-journal-channels.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, migrated } from '../helpers/migration.ts'

it('finds the decisions that set a channel without reading all that were ever made', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  const decided = db.prepare(
    "INSERT INTO journal (id, actor, device, at, command, args, hash) VALUES (?, 'maya', 'd', 0, ?, '{}', '')",
  )
  for (const [at, command] of ['issue.claim', 'channel.set', 'issue.release', 'channel.set'].entries())
    decided.run(`j${at}`, command)
  migrated(db, [], migrations.slice(0, before + 1))
  const asked = "SELECT id FROM journal WHERE command = 'channel.set' ORDER BY seq"
  expect(db.prepare(asked).pluck().all()).toEqual(['j1', 'j3'])
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${asked}`).all() as { detail: string }[]
  expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH journal USING INDEX journal_channels (command=?)'])
})
