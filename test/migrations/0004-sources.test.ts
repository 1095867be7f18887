import { describe, expect, it } from 'vitest'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const upToHere = migrations.slice(0, 4)

describe('the fourth layout', () => {
  it('leaves sources read by hand, and every account where it stands', () => {
    const db = builtAt(3)
    insertRaw(db, {
      source: [{ id: 1, slug: 's', kind: 'files', name: 'S', config: '{}' }],
      stream: [{ source_id: 1, name: 'orders', cursor: '{"line":7}', rows: 6 }],
      account: [{ id: 1, uid: 's:1', name: 'One', updated_at: 0 }],
      account_key: [{ source_id: 1, external_id: '1', account_id: 1 }],
    })
    const after = migrated(db, ['source', 'stream', 'account', 'account_key'], upToHere)
    expect(after.source).toMatchObject([{ id: 1, paused: 0, schedule_ms: null, next_at: null, failures: 0 }])
    expect(after.stream).toMatchObject([{ cursor: '{"line":7}', rows: 6, backfill: null }])
    expect(after.account).toMatchObject([{ id: 1, uid: 's:1', merged_into: null }])
    expect(after.account_key).toEqual([{ source_id: 1, external_id: '1', account_id: 1, home_id: null }])
  })

  it('is the same whether a file grew into it or was made with it', () => {
    const grown = builtAt(3)
    migrated(grown, [], upToHere)
    expect(layout(grown)).toEqual(layout(builtAt(4)))
  })
})
