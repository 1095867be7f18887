import { expect, it } from 'vitest'
import { accountView } from '../../../main/api/view/account.ts'
import { OWNER } from '../../../main/cache/asked/owner.ts'
import { query } from '../../../main/cache/db.ts'
import { commandsByName } from '../../../main/cache/journal.ts'
import { createDecisions } from '../../../main/engine/open/decisions.ts'
import { queueCommands, setOwner } from '../../../main/queue/door.ts'
import { anAccount, NOON } from '../../helpers/builders.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

function ownedAccounts() {
  const { connection: db, read, writer } = aReadyCache()
  const [kept, merged] = [anAccount(db), anAccount(db)]
  db.exec("UPDATE account SET owner = 'Yuki'; DELETE FROM dirty")
  let n = 0
  const { decide, undo } = createDecisions(writer, commandsByName(queueCommands), () => ({
    ...{ id: `d-${++n}`, actor: 'maya', device: 'test', at: NOON },
  }))
  const view = (id: number) => {
    const found = accountView(read, id, NOON)
    return found.ok ? { owner: found.value.owner, decided: found.value.ownerDecided } : null
  }
  // What a trigger sees.
  const seen = (id: number) =>
    read.get(query<{ owner: string }>(`SELECT ${OWNER} AS owner FROM account a WHERE id = ?`, [id]))
  const set = (account: number, owner: string | null) => decide(setOwner, { account, owner })
  const dirty = () => read.all(query<{ id: number }>('SELECT account_id AS id FROM dirty')).map(({ id }) => id)
  return { db, kept, merged, set, undo, view, seen, dirty }
}

it('the owner that a colleague decided counts for the page and for triggers, whatever the source says, and can be undone', async () => {
  const { db, kept, set, undo, view, seen, dirty } = ownedAccounts()
  expect(view(kept)).toEqual({ owner: 'Yuki', decided: null })
  await set(kept, 'kim')
  db.exec("UPDATE account SET owner = 'Ola'")
  expect(view(kept)).toEqual({ owner: 'kim', decided: { by: 'maya', at: NOON, source: 'Ola' } })
  expect(seen(kept)).toEqual({ owner: 'kim' })
  expect(dirty()).toEqual([kept])
  expect(await set(kept, 'kim')).toMatchObject({ error: { why: 'kim is the owner already.' } })
  await set(kept, 'tom')
  await undo(undefined)
  expect(view(kept)?.owner).toBe('kim')
  await set(kept, null)
  expect(view(kept)).toEqual({ owner: 'Ola', decided: null })
  expect(await set(kept, null)).toMatchObject({ error: { kind: 'refused' } })
})

it('a decision about an account that is merged into another counts there, and belongs to it again afterwards', async () => {
  const { db, kept, merged, set, view, seen } = ownedAccounts()
  await set(merged, 'kim')
  db.prepare('UPDATE account SET merged_into = ? WHERE id = ?').run(kept, merged)
  expect([view(kept)?.owner, seen(kept)]).toEqual(['kim', { owner: 'kim' }])
  await set(kept, 'tom')
  expect(view(kept)?.owner).toBe('tom')
  await set(kept, null)
  await set(kept, null)
  expect(view(kept)).toEqual({ owner: 'Yuki', decided: null })
  db.exec('UPDATE account SET merged_into = NULL')
  await set(merged, 'ann')
  expect([view(kept)?.owner, view(merged)?.owner]).toEqual(['Yuki', 'ann'])
})
