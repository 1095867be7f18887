import { expect, it } from 'vitest'
import { sql } from '../../main/cache/migrations/0028-ticket-topics.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { builtAt, insertRaw, migrated } from '../helpers/migration.ts'

const anObject = (id: number, kind: string) => ({
  ...{ id, account_id: 1, home_id: 1, source_id: 1, kind, external_id: `${kind}${id}`, properties: '{}' },
})

it('tickets of a workspace of before wait to be looked at, other objects do not', () => {
  const before = migrations.indexOf(sql)
  const db = builtAt(before)
  insertRaw(db, {
    account: [{ id: 1, uid: 'a', name: 'A', updated_at: 0 }],
    object: [anObject(1, 'ticket'), anObject(2, 'order'), anObject(3, 'ticket')],
  })
  expect(migrated(db, ['ticket_untold', 'ticket_topic'], migrations.slice(0, before + 1))).toEqual({
    ticket_untold: [{ object_id: 1 }, { object_id: 3 }],
    ticket_topic: [],
  })
  db.exec(
    `DELETE FROM ticket_untold; UPDATE object SET properties = '{"subject":"x"}'; UPDATE object SET properties = '{"subject":"x"}', state = 'open'`,
  )
  expect(db.prepare('SELECT object_id FROM ticket_untold').pluck().all()).toEqual([1, 3])
  db.exec("DELETE FROM ticket_untold; UPDATE object SET state = 'solved'; DELETE FROM object WHERE id = 3")
  expect(db.prepare('SELECT object_id FROM ticket_untold').pluck().all()).toEqual([])
})
