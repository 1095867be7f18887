import { describe, expect, it } from 'vitest'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const upToHere = migrations.slice(0, 7)

describe('the seventh layout', () => {
  it('leaves signals as they were, without a cause, and teaches starter triggers theirs', () => {
    const db = builtAt(6)
    const own = { dimension: 'lane', field: 'lane' }
    insertRaw(db, {
      account: [{ id: 1, uid: 's:1', name: 'One', updated_at: 0 }],
      signal: [{ account_id: 1, trigger_id: 'known-bug', trigger_version: 1, fired_at: 5, evidence: '{}' }],
      trigger: [
        { id: 'known-bug', version: 1, enabled: 1, definition: '{"id":"known-bug"}' },
        { id: 'mine', version: 1, enabled: 1, definition: '{"id":"mine"}' },
        { id: 'shipment-exception', version: 2, enabled: 1, definition: JSON.stringify({ cause: own }) },
      ],
    })
    const after = migrated(db, ['signal', 'trigger', 'incident', 'incident_issue'], upToHere)
    expect(after.signal).toMatchObject([{ fired_at: 5, dimension: null, cause: null, began_at: null }])
    expect(after.trigger?.map(row => JSON.parse(String(row.definition)))).toEqual([
      { id: 'known-bug', cause: { dimension: 'known bug', field: 'title' } },
      { id: 'mine' },
      { cause: own },
    ])
    expect(after.incident).toEqual([])
    expect(after.incident_issue).toEqual([])
  })

  it('is the same whether a file grew into it or was made with it', () => {
    const grown = builtAt(6)
    migrated(grown, [], upToHere)
    expect(layout(grown)).toEqual(layout(builtAt(7)))
  })
})
