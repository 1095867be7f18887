import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandsByName, Rollback, undo } from '../../../main/cache/journal.ts'
import { claim, dismiss, queueCommands, release, resolve, snooze, unsnooze } from '../../../main/queue/commands.ts'
import { compareIssues } from '../../../main/queue/rank.ts'
import { queueCounts, queueList } from '../../../main/queue/store.ts'
import { QUEUE_VIEWS } from '../../../shared/model/queue.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { BANDS, CATEGORIES } from '../../../shared/vocabulary.ts'
import { aCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { manyIssues } from '../../helpers/many-issues.ts'
import { NOON } from '../../helpers/observed.ts'

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 })
const decisions = fc.array(
  fc.oneof(
    ids.map(some => ({ command: claim, args: { ids: some } })),
    ids.map(some => ({ command: release, args: { ids: some } })),
    ids.map(some => ({ command: snooze, args: { ids: some, until: NOON + DAY } })),
    ids.map(some => ({ command: unsnooze, args: { ids: some } })),
    ids.map(some => ({ command: dismiss, args: { ids: some, reason: 'known', note: '' } })),
    ids.map(some => ({ command: resolve, args: { ids: some, note: '' } })),
  ),
  { maxLength: 12 },
)

describe('any sequence of decisions', () => {
  it('can be taken back one by one to exactly what was before, and counters stay true', async () => {
    await fc.assert(
      fc.asyncProperty(decisions, async list => {
        const { connection, writer, read } = aCache()
        manyIssues(connection, 6)
        connection.exec("UPDATE issue SET state = 'open' WHERE state IN ('acting', 'closed')")
        const all = () => connection.prepare('SELECT * FROM issue ORDER BY id').all()
        const before = all()
        let taken = 0
        for (const [n, { command, args }] of list.entries()) {
          const done = await decideNow<unknown, null>(writer, command as never, args, { id: `d${n}`, at: NOON })
          if (done.ok) taken++
        }
        const commands = commandsByName(queueCommands)
        for (let n = 0; n < taken; n++)
          await writer.write('user', tx => {
            const undone = undo(tx, commands, { id: `u${n}`, actor: 'maya', device: 'test', at: NOON }, undefined)
            if (!undone.ok) throw new Rollback(undone)
          })
        expect(all()).toEqual(before)
        const counted = queueCounts(read, { view: 'now' }, 'maya').views.now
        expect(counted).toBe(queueList(read, { view: 'now', offset: 0, limit: 100 }, 'maya').length)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a filtered queue', () => {
  it('is what sorting and filtering all of it gives, by whichever index it is read', () => {
    const { connection, read } = aCache()
    manyIssues(connection, 300)
    const everything = QUEUE_VIEWS.filter(view => view !== 'confirm').flatMap(view =>
      queueList(read, { view, offset: 0, limit: 500 }, 'maya').map(row => ({ ...row, view })),
    )
    const optional = <T>(list: readonly T[]) => fc.option(fc.constantFrom(...list), { nil: undefined })
    fc.assert(
      fc.property(
        fc.constantFrom(...QUEUE_VIEWS.filter(view => view !== 'confirm')),
        optional(CATEGORIES),
        optional(BANDS),
        (view, category, band) => {
          const expected = everything
            .filter(row => row.view === view)
            .filter(row => (category ?? row.category) === row.category && (band ?? row.band) === row.band)
            .sort(compareIssues)
          const filter = { view, offset: 0, limit: 500, ...(category && { category }), ...(band && { band }) }
          expect(queueList(read, filter, 'maya').map(row => row.id)).toEqual(expected.map(row => row.id))
        },
      ),
      { numRuns: 200 },
    )
  })
})
