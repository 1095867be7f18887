import { describe, expect, it } from 'vitest'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const object = (id: number, of: Record<string, string | number | null>) => ({
  id,
  account_id: 1,
  source_id: 1,
  kind: 'parcel',
  external_id: `P${id}`,
  ...of,
})

describe('the second layout', () => {
  it('gives the objects that were there the one stay that is known of them', () => {
    const db = builtAt(1)
    insertRaw(db, {
      account: [{ id: 1, uid: 's:1', name: 'One', updated_at: 0 }],
      object: [
        object(1, { state: 'moving', opened_at: 5 }),
        object(2, { state: 'delivered', opened_at: 5, closed_at: 9 }),
        object(3, { state: null, opened_at: 5 }),
      ],
    })
    const { object: objects, object_state: stays } = migrated(db, ['object', 'object_state'])
    expect(objects?.map(row => row.state_since)).toEqual([5, 9, null])
    expect(stays).toEqual([
      { object_id: 1, since: 5, state: 'moving', until: null },
      { object_id: 2, since: 9, state: 'delivered', until: null },
    ])
  })

  it('is the same whether a file grew into it or was made with it', () => {
    const grown = builtAt(1)
    migrated(grown, [], migrations.slice(0, 2))
    expect(layout(grown)).toEqual(layout(builtAt(2)))
  })
})
