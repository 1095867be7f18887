import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0063-consent-by.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const decision = (id: string, actor: string, at: number, topic: string, command = 'account.setConsent') => ({
  ...{ id, actor, device: 'd', at, command, args: JSON.stringify({ contactId: `s:${id}`, topic, agreed: false }) },
  hash: id,
})

it('names who recorded an answer where the journal tells, and nobody where it does not', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 1, uid: 'a', name: 'A', updated_at: 0 }],
    source: [{ id: 1, slug: 's', kind: 'files', name: 'S', config: '{}' }],
    contact: [1, 2, 3, 4].map(id => ({ id, account_id: 1, source_id: 1, external_id: `c${id}` })),
    journal: [
      decision('one', 'maya', 10, 'tips'),
      decision('two', 'maya', 20, 'tips'),
      decision('three', 'ben', 20, 'tips'),
      decision('four', 'ben', 30, 'tips', 'account.suppress'),
    ],
    consent: [
      { contact_id: 1, topic: 'tips', agreed: 0, at: 10 },
      { contact_id: 2, topic: 'tips', agreed: 1, at: 20 },
      { contact_id: 3, topic: 'service', agreed: 1, at: 10 },
      { contact_id: 4, topic: 'tips', agreed: 0, at: 30 },
    ],
  })
  const { consent } = migrated(db, ['consent'], migrations.slice(0, before + 1))
  expect(consent).toEqual([
    { contact_id: 1, topic: 'tips', agreed: 0, at: 10, recorded_by: 'maya' },
    { contact_id: 2, topic: 'tips', agreed: 1, at: 20, recorded_by: null },
    { contact_id: 3, topic: 'service', agreed: 1, at: 10, recorded_by: null },
    { contact_id: 4, topic: 'tips', agreed: 0, at: 30, recorded_by: null },
  ])
})
