import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { wrap } from '../../../main/cache/db.ts'
import { decide } from '../../../main/cache/journal.ts'
import { type Uid, uidOf } from '../../../main/cache/uid.ts'
import { decideIdentity } from '../../../main/engine/learning/identity.ts'
import { anAccount, anIssue, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { renumber, stateByUid } from '../../helpers/renumbered.ts'

type Says = 'same' | 'different'
const account = (uid: string) => uidOf('account').parse(uid) as Uid<'account'>

/** What becomes of four accounts, of which B and C have an open issue, when a person says this of them. */
function settled(renumbered: boolean, said: [string, string, Says][]): Record<string, string[]> {
  const { connection, dir } = aCache()
  for (const uid of ['A', 'B', 'C', 'D']) {
    const id = anAccount(connection, { uid })
    if (uid === 'B' || uid === 'C') anIssue(connection, { account: id })
    connection.prepare('UPDATE issue SET uid = ? WHERE account_id = ?').run(`${uid}/usage`, id)
  }
  connection.prepare('VACUUM INTO ?').run(`${dir}/copy.db`)
  const db = new Database(`${dir}/copy.db`)
  if (renumbered) renumber(db)
  const pairs = said.map(([a, b, says]) => ({ a: account(a), b: account(b), says }))
  decide(
    wrap(db, () => {}),
    decideIdentity,
    { pairs },
    { id: 'd', actor: 'maya', device: 'desk', at: NOON },
  )
  const state = stateByUid(db, ['account', 'issue', 'merge', 'merge_proposal'])
  db.close()
  return state
}

it.each<[string, [string, string, Says][]]>([
  [
    'of two issues that meet in a merge the same one goes on',
    [
      ['A', 'B', 'same'],
      ['A', 'C', 'same'],
      ['A', 'D', 'same'],
    ],
  ],
  [
    'of words that contradict each other the same ones count',
    [
      ['A', 'B', 'same'],
      ['B', 'C', 'same'],
      ['A', 'C', 'different'],
    ],
  ],
])('whatever numbers accounts have, %s', (_, said) => {
  const state = settled(false, said)
  expect(state.merge?.length).toBeGreaterThan(0)
  expect(settled(true, said)).toEqual(state)
})
