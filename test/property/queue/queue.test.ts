import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandsByName, Rollback, undo } from '../../../main/cache/journal.ts'
import { claim, dismiss, queueCommands, release, resolve, snooze, unsnooze } from '../../../main/queue/commands.ts'
import { queueCounts, queueList } from '../../../main/queue/store.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { BANDS, CATEGORIES, QUEUE_VIEWS, type QueueView } from '../../../shared/vocabulary.ts'
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

interface Row {
  id: number
  state: string
  category: string
  band: number
  priority: number
  claimed_by: string | null
}
/** What each view shows, said once more: the product is not asked. */
const SHOWS: Record<QueueView, (row: Row) => boolean> = {
  now: ({ state }) => state === 'open',
  mine: ({ state, claimed_by: who }) => state === 'open' && who === 'maya',
  unclaimed: ({ state, claimed_by: who }) => state === 'open' && who === null,
  snoozed: ({ state }) => state === 'snoozed',
  acting: ({ state }) => state === 'acting',
  confirm: ({ state, id }) => state === 'acting' && id % 2 === 0,
  undisturbed: ({ state, id }) => state === 'open' && id % 7 === 0,
}
/** Highest priority first, and of equal ones the older issue: piles of equal ones, laid one behind the other. */
function inOrder(rows: readonly Row[]): number[] {
  const piles = Map.groupBy(rows, ({ priority }) => priority)
  const priorities = [...piles.keys()].sort((a, b) => a - b).toReversed()
  return priorities.flatMap(priority => (piles.get(priority) ?? []).map(({ id }) => id).sort((a, b) => a - b))
}

describe('a filtered queue', () => {
  it('is in order of priority, of equal ones the older first, whichever way it is read', () => {
    const { connection, read } = aCache()
    manyIssues(connection, 300)
    // Seven priorities for three hundred issues: most of them are level with others.
    connection.exec('UPDATE issue SET priority = (id * 37 % 7) / 2.0')
    connection.exec('UPDATE issue SET treatability_high = iif(id % 7 = 0, -0.1, 0.1) WHERE id % 2 = 1 OR id % 7 = 0')
    connection.exec(
      `INSERT INTO intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm, exposed_at,
           window_ends_at, started_by)
         SELECT 'v' || id, id, account_id, 't', 'p', 1, 'treatment', 1, 2, 'maya' FROM issue WHERE id % 2 = 0;
       INSERT INTO outcome (intervention_id, window_ends_at, proposal) SELECT id, 2, 'quiet' FROM intervention;
       INSERT INTO incident (id, uid, dimension, cause, state, began_at, found_at, last_at, usual)
         VALUES (1, 'u', 'carrier', 'DHL', 'open', 1, 1, 1, 0);
       INSERT INTO incident_issue SELECT 1, id, 1, id % 5 = 0 FROM issue WHERE id % 3 = 0`,
    )
    const rows = connection.prepare('SELECT id, state, category, band, priority, claimed_by FROM issue').all() as Row[]
    const optional = <T>(list: readonly T[]) => fc.option(fc.constantFrom(...list), { nil: undefined })
    const filters = fc.record({
      view: fc.constantFrom(...QUEUE_VIEWS),
      category: optional(CATEGORIES),
      band: optional(BANDS),
      ofIncident: fc.boolean(),
      search: fc.boolean(),
    })
    fc.assert(
      fc.property(filters, fc.nat(40), fc.integer({ min: 1, max: 400 }), (filter, offset, limit) => {
        const { view, category, band, ofIncident, search } = filter
        const expected = rows
          .filter(SHOWS[view])
          .filter(row => category === undefined || row.category === category)
          .filter(row => band === undefined || ['today', 'week', 'later'].indexOf(band) === row.band)
          .filter(({ id }) => !ofIncident || (id % 3 === 0 && id % 5 !== 0))
          // Companies are numbered from 0, in the order of their issues.
          .filter(({ id }) => !search || String(id - 1).startsWith('1'))
        const asked = {
          ...{ view, offset, limit },
          ...(category && { category }),
          ...(band && { band }),
          ...(ofIncident && { incident: 1 }),
          ...(search && { search: 'company 1' }),
        }
        const found = queueList(read, asked, 'maya').map(({ id }) => id)
        expect(found).toEqual(inOrder(expected).slice(offset, offset + limit))
      }),
      { numRuns: 300 },
    )
  })
})
