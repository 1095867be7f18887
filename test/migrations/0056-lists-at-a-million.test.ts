import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0056-lists-at-a-million.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { topOfQueue } from '../../main/queue/queries.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

it.each(['confirm', 'undisturbed'] as const)('a category of the view %s is found in its index alone', view => {
  const db = builtAt(migrations.indexOf(sql) + 1)
  const index = view === 'confirm' ? 'issue_to_confirm' : 'issue_undisturbed'
  const page = { offset: 0, limit: 50, matching: null }
  const asked = topOfQueue({ view, category: 'usage', band: 'week' }, index, 'maya', page)
  const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${asked.sql}`).all(asked.params)
  expect(plan.map(({ detail }) => detail)).toContainEqual(
    expect.stringMatching(`^SCAN i USING COVERING INDEX ${index}`),
  )
})

it('rows in quarantine are counted by stream, those that were there before included', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  const row = (stream: string, line: number) => ({
    ...{ source_id: 1, stream, line, raw: '{}', fingerprint: `f${line}`, reason: 'no account', at: 0 },
  })
  insertRaw(db, {
    source: [{ id: 1, slug: 's', kind: 'files', name: 'Files', config: '{}' }],
    quarantine: [row('events', 1), row('events', 2), row('tickets', 3)],
  })
  const { quarantine_count: counts } = migrated(db, ['quarantine_count'], migrations.slice(0, before + 1))
  expect(counts).toEqual([
    { source_id: 1, stream: 'events', n: 2 },
    { source_id: 1, stream: 'tickets', n: 1 },
  ])
  insertRaw(db, { quarantine: [row('events', 4)] })
  db.exec('DELETE FROM quarantine WHERE line IN (1, 3)')
  expect(db.prepare('SELECT stream, n FROM quarantine_count ORDER BY stream').all()).toEqual([
    { stream: 'events', n: 2 },
    { stream: 'tickets', n: 0 },
  ])
})
