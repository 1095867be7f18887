import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { query, wrap } from '../../../main/cache/db.ts'
import { keptPlan } from '../../../main/cache/statement/kept-plan.ts'
import { aMemoryCache } from '../../helpers/memory-cache.ts'

describe('a statement that keeps its plan', () => {
  it('has a plus sign before each value that a column is to equal', () => {
    expect(keptPlan('SELECT a FROM t WHERE b = ? AND c=?2 AND d == :d AND e IS @e')).toBe(
      'SELECT a FROM t WHERE b = +? AND c=+?2 AND d == +:d AND e IS +@e',
    )
  })

  it('is otherwise as it was written', () => {
    for (const same of [
      'SELECT a FROM t WHERE b >= ? AND c <= ? AND d <> ? AND e != ? AND f IS NOT ? AND g IN (?) LIMIT ?',
      `SELECT 'b = ?', "c = ?" FROM t -- d = ?`,
      "SELECT 'it''s = ?' /* a = ? */ FROM t",
      'SELECT a FROM t WHERE b = c AND this_is ?',
    ])
      expect(keptPlan(same)).toBe(same)
  })

  it('is looked at with its value where an index may hold rows of that value alone', () => {
    const byState = 'SELECT a FROM t WHERE t.state = $state AND author IS ? AND estate = ?'
    expect(keptPlan(byState)).toBe('SELECT a FROM t WHERE t.state = $state AND author IS ? AND estate = +?')
    const partial = aMemoryCache()
      .connection.prepare("SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'")
      .pluck()
      .all() as string[]
    const columns = partial.flatMap(sql =>
      [...(sql.split(' WHERE ')[1] ?? '').matchAll(/(\w+) (?:=|IN) \(?'/g)].map(found => found[1] ?? ''),
    )
    // Every statement names the kind itself where an index holds one alone, and events are looked up by their kind.
    const lookedAt = new Set(columns.filter(column => column !== 'kind'))
    expect(lookedAt).toContain('state')
    for (const column of lookedAt) expect(keptPlan(`SELECT a FROM t WHERE ${column} = ?`)).not.toContain('+')
  })

  it('finds the same rows by the same index, whatever the value', () => {
    const connection = new Database(':memory:')
    connection.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, typed INTEGER, word TEXT, any ANY) STRICT;
      CREATE INDEX typed ON t (typed, word); CREATE INDEX word ON t (word COLLATE NOCASE); CREATE INDEX any_value ON t (any)`)
    const values = [0, 1, 2.5, '0', '1', 'a', 'A', null, new Uint8Array([49])]
    const put = connection.prepare('INSERT INTO t (typed, word, any) VALUES (?, ?, ?)')
    for (const value of values)
      put.run(typeof value === 'number' ? Math.floor(value) : null, value === null ? null : String(value), value)
    const db = wrap(connection, () => {})
    for (const column of ['typed', 'word', 'word COLLATE NOCASE', 'any'])
      for (const sign of ['=', 'IS'])
        for (const value of values) {
          const sql = `SELECT id FROM t WHERE ${column} ${sign} ? ORDER BY id`
          expect(db.all(query(sql, [value])), `${column} ${sign} ${value}`).toEqual(connection.prepare(sql).all(value))
        }
    expect(db.explain(query('SELECT id FROM t WHERE typed = ? AND word = ?', [1, '1'])).join()).toMatch(/INDEX typed/)
    connection.close()
  })
})
