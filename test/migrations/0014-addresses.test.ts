import { describe, expect, it } from 'vitest'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, layout, migrated } from '../helpers/migration.ts'

const TO_HERE = migrations.slice(0, 14)

describe('the fourteenth layout', () => {
  it('is the same whether a file grew into it or was made with it', () => {
    const grown = builtAt(13)
    migrated(grown, [], TO_HERE)
    expect(layout(grown)).toEqual(layout(builtAt(14)))
  })

  it('spells suppressed addresses as they are compared, and keeps one of two that are the same', () => {
    const db = builtAt(13)
    insertRaw(db, {
      suppression: [
        { address: '@bücher.example', reason: 'left', at: 1 },
        { address: '@xn--bcher-kva.example', reason: 'left again', at: 2 },
        { address: 'Jose\u0301@Example.com', reason: 'asked', at: 3 },
        { address: 'ada@example.com', reason: 'asked', at: 4 },
      ],
    })
    const { suppression = [] } = migrated(db, ['suppression'], TO_HERE)
    expect(suppression.map(({ address }) => address)).toEqual([
      '@xn--bcher-kva.example',
      'ada@example.com',
      'jos\u00e9@example.com',
    ])
  })

  it('spells what accounts are known by the same way', () => {
    const db = builtAt(13)
    const row = { account_id: 1, source_id: 1, verified: 1 }
    db.pragma('foreign_keys = OFF')
    insertRaw(db, {
      identity: [
        { kind: 'domain', value: 'bücher.example', ...row },
        { kind: 'email', value: 'joerg@bücher.example', ...row },
        { kind: 'external', value: 'Bücher', ...row },
      ],
    })
    const { identity = [] } = migrated(db, ['identity'], TO_HERE)
    expect(identity.map(({ value }) => value)).toEqual([
      'xn--bcher-kva.example',
      'joerg@xn--bcher-kva.example',
      'Bücher',
    ])
  })
})
