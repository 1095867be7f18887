import { inspect } from 'node:util'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { query, statement, type WriteDb, wrap } from '../../../main/cache/db.ts'
import { StatementError, storageFailure } from '../../../main/cache/failure.ts'
import { SLOW_MS, statementLog } from '../../../main/cache/statement/statement-log.ts'

const EMAIL = 'ada@example.com'

/** A database whose statements take as long as each test says, and what its log holds. */
function aLoggedDatabase() {
  const lines: string[] = []
  let at = 0
  let takes = 0
  const now = () => {
    at += takes
    return at
  }
  const connection = new Database(':memory:')
  connection.exec('CREATE TABLE contact (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE) STRICT')
  onTestFinished(() => void connection.close())
  const db = wrap(
    connection,
    () => {},
    statementLog(line => lines.push(line), { now }),
  )
  const add = () => db.run(statement('INSERT OR REPLACE INTO contact (email)\n  VALUES (?)', [EMAIL]))
  const taking = (ms: number, what: () => unknown) => {
    takes = ms
    what()
  }
  return { db, lines, add, taking }
}

function refused(work: () => unknown): StatementError {
  try {
    work()
  } catch (error) {
    if (error instanceof StatementError) return error
    throw error
  }
  throw new Error('SQLite refused nothing')
}

describe('a slow statement', () => {
  it('is logged with its SQL in one line and without its parameters', () => {
    const { lines, add, taking } = aLoggedDatabase()
    taking(SLOW_MS - 1, add)
    expect(lines).toEqual([])
    taking(SLOW_MS, add)
    expect(lines).toEqual([`slow statement, ${SLOW_MS} ms: INSERT OR REPLACE INTO contact (email) VALUES (?)`])
  })

  it('is logged again only when it took twice as long', () => {
    const { lines, add, taking } = aLoggedDatabase()
    for (const ms of [60, 60, 119, 120, 200, 240]) taking(ms, add)
    expect(lines.map(line => /\d+ ms/.exec(line)?.[0])).toEqual(['60 ms', '120 ms', '240 ms'])
  })

  it('is logged whether it reads one row, all rows, or writes', () => {
    const { db, lines, add, taking } = aLoggedDatabase()
    taking(50, () => db.all(query('SELECT id FROM contact')))
    taking(50, () => db.get(query('SELECT email FROM contact WHERE email = ?', [EMAIL])))
    taking(50, add)
    expect(lines).toHaveLength(3)
    expect(lines.join()).not.toContain('ada')
  })
})

describe('an error of SQLite', () => {
  const twice = (db: WriteDb) => {
    const insert = statement('INSERT INTO contact (email) VALUES ($email)', { email: EMAIL })
    db.run(insert)
    return refused(() => db.run(insert))
  }

  it('carries its statement and what it was about', () => {
    const error = twice(aLoggedDatabase().db)
    expect(error).toMatchObject({
      code: 'SQLITE_CONSTRAINT_UNIQUE',
      sql: 'INSERT INTO contact (email) VALUES ($email)',
    })
    expect(error.message).toBe(
      'SQLITE_CONSTRAINT_UNIQUE (UNIQUE constraint failed: contact.email) in: INSERT INTO contact (email) VALUES ($email)',
    )
  })

  it.each<[string, (db: WriteDb) => StatementError]>([
    ['a constraint', twice],
    ['a value of the wrong type', db => refused(() => db.run(statement('INSERT INTO contact VALUES (?, 1)', [EMAIL])))],
    ['a JSON path', db => refused(() => db.get(query("SELECT json_extract('{}', ?)", [EMAIL])))],
    ['a document', db => refused(() => db.get(query('SELECT json(?)', [EMAIL])))],
  ])('never shows the value that was wrong: %s', (_, fail) => {
    const { db, lines } = aLoggedDatabase()
    const error = fail(db)
    expect([error.message, error.stack, JSON.stringify(error), inspect(error), ...lines].join('\n')).not.toContain(
      'ada@',
    )
    expect(lines).toEqual([`failed statement, ${error.message}`])
  })

  it('says what is wrong with a statement that does not compile', () => {
    const error = refused(() => aLoggedDatabase().db.get(query('SELECT phone FROM contact')))
    expect(error.message).toBe('SQLITE_ERROR (no such column: phone) in: SELECT phone FROM contact')
  })

  it('is still told to a person in words where the disk is at fault', () => {
    const full = new StatementError('SQLITE_FULL', 'INSERT INTO contact VALUES (?)', null)
    expect(storageFailure(full, 'workspace.db')).toMatchObject({
      kind: 'io',
      what: 'There is no space left on the disk.',
    })
  })

  it('is not made of a mistake in our own code', () => {
    const { db, lines } = aLoggedDatabase()
    expect(() => db.get(query('SELECT ?, ?', [EMAIL]))).toThrow(RangeError)
    expect(lines).toEqual([])
  })
})
