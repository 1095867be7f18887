import { expect, it } from 'vitest'
import { assignedTo, returnedTo, unseenMentions, watchedChanges } from '../../../main/queue/day/day-queries.ts'
import { firstPromises, promisesOfAccount, promisesOfOwner } from '../../../main/queue/promise/promise-store.ts'
import { notesOfAccount } from '../../../main/queue/together/note-store.ts'
import { aCache } from '../../helpers/cache.ts'
import { manyIssues } from '../../helpers/many-issues.ts'

it('what a desk asks for is found by indexes, and not by walks over tables', () => {
  const { connection, read } = aCache()
  manyIssues(connection, 6_000)
  connection.exec(
    `INSERT INTO note (uid, account_id, issue_id, author, at, text) SELECT 'n' || id, account_id, id, 'kim', id, '@maya' FROM issue;
     INSERT INTO mention SELECT id, 'maya', iif(id % 9 = 0, NULL, 1) FROM note;
     INSERT INTO watch (actor, account_id, issue_id, seen_at) SELECT iif(id % 9 = 0, 'maya', 'kim'), account_id, id, 1 FROM issue;
     INSERT INTO promise (uid, account_id, issue_id, owner, said, source, quote, said_at, due_at, state)
       SELECT 'p' || id, account_id, id, iif(id % 9 = 0, 'maya', 'kim'), 'note', 'n' || id, '', 1, id, 'open' FROM issue;
     UPDATE issue SET returned = '{"by":"maya","at":1}' WHERE id % 50 = 0;
     ANALYZE`,
  )
  const asked = [
    ['assigned', assignedTo('maya')],
    ['mentions', unseenMentions('maya')],
    ['returned', returnedTo('maya')],
    ['watched', watchedChanges('maya', 9)],
    ['promises of a person', promisesOfOwner('maya')],
    ['promises of an account', promisesOfAccount(7)],
    ['marks in the list', firstPromises('[7,8]')],
    ['notes', notesOfAccount(7, 50)],
  ] as const
  for (const [what, query] of asked) {
    const steps = read.explain(query)
    expect(
      steps.filter(step => /^SCAN (?!j\b|CONSTANT)/.test(step)),
      what,
    ).toEqual([])
    expect(
      steps.some(step => /USING (COVERING )?INDEX/.test(step)),
      what,
    ).toBe(true)
  }
})
