import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0011-stream-reports.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const version = migrations.indexOf(sql) + 1

it('a stream that was read before has no report yet', () => {
  const db = builtAt(version - 1)
  insertRaw(db, {
    source: [{ id: 1, slug: 's', kind: 'files', name: 'S', config: '{}' }],
    stream: [{ source_id: 1, name: 'accounts', rows: 3 }],
  })
  expect(migrated(db, ['stream'], migrations.slice(0, version)).stream).toMatchObject([{ rows: 3, report: null }])
})

it('the layout with reports is the same whether a file grew into it or was made with it', () => {
  const grown = builtAt(version - 1)
  migrated(grown, [], migrations.slice(0, version))
  expect(layout(grown)).toEqual(layout(builtAt(version)))
})
