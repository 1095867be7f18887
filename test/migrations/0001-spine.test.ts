import type Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { versionOf } from '../../main/cache/migrate.ts'
import { CATEGORIES, ISSUE_STATES } from '../../shared/vocabulary.ts'
import { builtAt, insertRaw } from '../helpers/migration.ts'

const account = (id: number) => ({ id, uid: `s:${id}`, name: `Account ${id}`, updated_at: 0 })

const issue = (fields: Record<string, string | number | null>) => ({
  account_id: 1,
  category: 'usage',
  state: 'open',
  band: 0,
  title: 'Uses it less',
  opened_at: 0,
  signal_count: 1,
  playbook_id: 'check-in',
  priority: 1,
  risk: 0.3,
  treatability: 0.3,
  value_minor: 100,
  currency: 'EUR',
  urgency: 1,
  minutes: 5,
  model: 'prior',
  base: 0.1,
  factors: '[]',
  ...fields,
})

describe('the first layout', () => {
  it('is version 1 of an empty file', () => {
    const db = builtAt(0)
    expect(versionOf(db)).toBe(0)
    expect(versionOf(builtAt(1))).toBe(1)
  })

  it('makes every table strict', () => {
    const tables = builtAt(1).pragma('table_list') as { name: string; type: string; strict: number }[]
    const ours = tables.filter(table => table.type === 'table' && !table.name.startsWith('sqlite_'))
    expect(ours.length).toBeGreaterThan(20)
    expect(ours.filter(table => !table.strict).map(table => table.name)).toEqual([])
  })

  it('refuses text where a number belongs', () => {
    const db = builtAt(1)
    expect(() => insertRaw(db, { account: [{ ...account(1), updated_at: 'yesterday' }] })).toThrow('cannot store TEXT')
  })

  it('allows one issue that is not closed for each account and category', () => {
    const db = builtAt(1)
    insertRaw(db, { account: [account(1)], issue: [issue({ state: 'closed' }), issue({ state: 'closed' }), issue({})] })
    expect(() => insertRaw(db, { issue: [issue({ state: 'snoozed' })] })).toThrow('UNIQUE')
    insertRaw(db, { issue: [issue({ category: 'billing' })] })
  })

  it('takes a record of a source once', () => {
    const db = builtAt(1)
    const event = { account_id: 1, source_id: 1, stream: 's', external_id: 'e1', kind: 'login', at: 0 }
    insertRaw(db, { account: [account(1)], event: [event, { ...event, stream: 'other' }] })
    expect(() => insertRaw(db, { event: [event] })).toThrow('UNIQUE')
  })

  it('takes a decision back at most once', () => {
    const db = builtAt(1)
    const row = { actor: 'a', device: 'd', at: 0, command: 'c', args: '{}', hash: 'h' }
    insertRaw(db, {
      journal: [
        { ...row, id: '1' },
        { ...row, id: '2', undoes: '1' },
      ],
    })
    expect(() => insertRaw(db, { journal: [{ ...row, id: '3', undoes: '1' }] })).toThrow('UNIQUE')
  })
})

describe('the queue’s counters', () => {
  const counted = (db: Database.Database) =>
    db.prepare('SELECT state, category, band, claimed_by, n FROM issue_count WHERE n <> 0 ORDER BY 1, 2, 3, 4').all()
  const recounted = (db: Database.Database) =>
    db
      .prepare(
        `SELECT state, category, band, ifnull(claimed_by, '') AS claimed_by, count(*) AS n FROM issue
         GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
      )
      .all()

  const change = fc.record({
    do: fc.constantFrom('insert', 'update', 'delete', 'replace'),
    row: fc.integer({ min: 1, max: 12 }),
    state: fc.constantFrom(...ISSUE_STATES),
    category: fc.constantFrom(...CATEGORIES),
    band: fc.integer({ min: 0, max: 2 }),
    claimed: fc.constantFrom(null, 'ingrid', 'sam'),
  })

  it('equal a recount after whatever happened to the issues', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), changes => {
        const db = builtAt(1)
        for (let id = 1; id <= 12; id++) insertRaw(db, { account: [account(id)] })
        for (const { do: what, row, state, category, band, claimed } of changes) {
          const fields = issue({ account_id: row, state, category, band, claimed_by: claimed })
          // What a unique index refuses changes nothing; the counters must not notice it either.
          try {
            if (what === 'insert') insertRaw(db, { issue: [fields] })
            if (what === 'delete') db.prepare('DELETE FROM issue WHERE account_id = ?').run(row)
            if (what === 'update')
              db.prepare('UPDATE issue SET state = ?, band = ?, claimed_by = ? WHERE account_id = ?').run(
                state,
                band,
                claimed,
                row,
              )
            if (what === 'replace')
              db.prepare('UPDATE issue SET category = ?, priority = priority + 1 WHERE id = ?').run(category, row)
          } catch (error) {
            expect(String(error)).toContain('UNIQUE')
          }
        }
        expect(counted(db)).toEqual(recounted(db))
        db.close()
      }),
      { numRuns: 60 },
    )
  })
})
