import { expect, it } from 'vitest'
import { triggerActivity } from '../../../main/signal/words.ts'
import { aCache } from '../../helpers/cache.ts'
import { manyIssues } from '../../helpers/many-issues.ts'
import { anAccount, NOON, withTrigger } from '../../helpers/observed.ts'

const STATES = ['open', 'closed', 'snoozed', 'acting'] as const

/** `signals` of three triggers over 24 issues of all states; some of one trigger twice on an issue, some cleared, some of none. */
function aDesk(signals: number) {
  const cache = aCache()
  const db = cache.connection
  anAccount(db)
  for (const id of ['one', 'two', 'three']) withTrigger(db, { id })
  manyIssues(db, 24)
  for (const [at, state] of STATES.entries()) db.prepare('UPDATE issue SET state = ? WHERE id % 4 = ?').run(state, at)
  const put = db.prepare(
    `INSERT INTO signal (account_id, trigger_id, trigger_version, fired_at, cleared_at, evidence, issue_id)
     VALUES (1, ?, 1, ?, ?, '{}', ?)`,
  )
  const found = new Map(['one', 'two', 'three'].map(id => [id, new Set<number>()]))
  for (let n = 0; n < signals; n++) {
    const [id, issue, cleared] = [
      ['one', 'two', 'three'][n % 3] ?? '',
      n % 7 === 0 ? null : ((n * 5) % 24) + 1,
      n % 4 === 0,
    ]
    put.run(id, NOON - n, cleared ? NOON : null, issue)
    if (issue !== null && !cleared && STATES[issue % 4] !== 'closed') found.get(id)?.add(issue)
  }
  return { cache, found }
}

// Signals in their order where they are few, through the issues where signals of all times are many more.
it.each([40, 400])('issues that are open count once for a trigger, among %i signals', signals => {
  const { cache, found } = aDesk(signals)
  const shown = triggerActivity(cache.read, NOON).filter(({ openIssues }) => openIssues > 0)
  expect(Object.fromEntries(shown.map(({ id, openIssues }) => [id, openIssues]))).toEqual(
    Object.fromEntries([...found].map(([id, { size }]) => [id, size])),
  )
})

it('counts nothing where there is nothing', () => {
  expect(triggerActivity(aCache().read, NOON).every(({ openIssues }) => openIssues === 0)).toBe(true)
})
