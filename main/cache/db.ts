import type Database from 'better-sqlite3'
import { StatementError, withStatement } from './failure.ts'
import { keptPlan } from './statement/kept-plan.ts'
import { tablesOf } from './statement/trace.ts'

export type Param = string | number | bigint | null | Uint8Array
export type Params = Param[] | Record<string, Param>

declare const row: unique symbol

/** A reading statement as a value: the engine runs it, and a test explains the very same one. */
export interface Query<Row> {
  sql: string
  params: Params
  [row]?: Row
}

/** A writing statement as a value. A `Query` is not one, so a query that writes does not compile. */
export interface Statement {
  write: string
  params: Params
}

export const query = <Row>(sql: string, params: Params = []): Query<Row> => ({ sql, params })
export const statement = (write: string, params: Params = []): Statement => ({ write, params })

/** May look, may not touch. */
export interface ReadDb {
  all<Row>(query: Query<Row>): Row[]
  get<Row>(query: Query<Row>): Row | undefined
  /**
   * All rows of a small table that screens ask for again and again: the same ones, which nobody may change, until something
   * is committed.
   */
  kept<Row>(query: Query<Row>): readonly Row[]
  /** The steps SQLite would take for a query, for tests that hold an index. */
  explain(query: Query<unknown>): string[]
}

/** The capability to write; exists only inside a job of the writer. */
export interface WriteDb extends ReadDb {
  run(statement: Statement): { changes: number; lastId: number }
  /**
   * How often a table has been changed so far, by a statement or by the end of a transaction that did not come to be: who
   * remembers its rows knows by it when to forget them.
   */
  written(table: string): number
}

/** The same for who runs the transactions. */
export interface WrappedDb extends WriteDb {
  /** Tells that what was done to these tables was taken back. */
  undone(tables: Iterable<string>): void
}

/** Hears of every statement: its SQL, never its parameters. For the log, and for tests that hold what a call reads. */
export interface Watch {
  /** A moment in ms, of any beginning. */
  now(): number
  /** `ms`: how long the statement held this thread. */
  ran(sql: string, ms: number): void
  failed(error: StatementError): void
  /** `ms`: how long a whole transaction of the writer held this thread, its commit included. */
  committed?(ms: number): void
}

/**
 * Wraps a connection. `onWrite` hears each table that a statement changed, those that a database trigger keeps included;
 * nobody who writes a statement needs to say which. Without a `watch` nothing is timed.
 */
export function wrap(connection: Database.Database, onWrite: (table: string) => void, watch?: Watch): WrappedDb {
  const prepared = new Map<string, Prepared>()
  const touched = tablesOf(connection)
  const written = new Map<string, number>()
  const change = (table: string) => written.set(table, (written.get(table) ?? 0) + 1)

  const watched = <T>(sql: string, phase: 'prepare' | 'run', step: () => T): T => {
    const from = watch?.now() ?? 0
    try {
      const answer = step()
      if (watch && phase === 'run') watch.ran(sql, watch.now() - from)
      return answer
    } catch (error) {
      const failure = withStatement(error, sql, phase)
      if (failure instanceof StatementError) watch?.failed(failure)
      throw failure
    }
  }
  const prepare = (sql: string): Prepared => {
    const known = prepared.get(sql)
    if (known) return known
    const fresh = watched(sql, 'prepare', () => {
      const statement = connection.prepare(keptPlan(sql))
      return { statement, writes: statement.readonly ? [] : [...touched(sql).writes] }
    })
    prepared.set(sql, fresh)
    return fresh
  }
  const reading = (sql: string) => {
    const { statement } = prepare(sql)
    if (!statement.readonly) throw new Error(`a query must not write: ${sql}`)
    return statement
  }
  const all = <Row>({ sql, params }: Query<Row>) => {
    const statement = reading(sql)
    return watched(sql, 'run', () => statement.all(params) as Row[])
  }
  // A connection that writes does not hear of its own commits.
  const keep = connection.readonly ? keptUntilCommit(connection) : null
  return {
    all,
    kept: <Row>(asked: Query<Row>) => {
      if (!keep) return all(asked)
      const known = keep.find(asked)
      if (!known) return keep.put(asked, all(asked))
      watch?.ran(asked.sql, 0)
      return known as readonly Row[]
    },
    get: <Row>({ sql, params }: Query<Row>) => {
      const statement = reading(sql)
      return watched(sql, 'run', () => statement.get(params) as Row | undefined)
    },
    explain: q => {
      const steps = connection.prepare(`EXPLAIN QUERY PLAN ${keptPlan(q.sql)}`).all(q.params) as { detail: string }[]
      return steps.map(step => step.detail)
    },
    run: ({ write, params }) => {
      const { statement, writes } = prepare(write)
      const { changes, lastInsertRowid } = watched(write, 'run', () => statement.run(params))
      if (changes > 0)
        for (const table of writes) {
          change(table)
          onWrite(table)
        }
      return { changes, lastId: Number(lastInsertRowid) }
    },
    written: table => written.get(table) ?? 0,
    undone: tables => {
      for (const table of tables) change(table)
    },
  }
}

/** How many answers are kept: a few small tables, and some settings one by one. */
const MOST_KEPT = 200

function keptUntilCommit(connection: Database.Database) {
  const rows = new Map<string, readonly unknown[]>()
  const commits = connection.prepare<[], number>('PRAGMA data_version').pluck()
  const keyOf = ({ sql, params }: Query<unknown>) => `${sql} ${JSON.stringify(params)}`
  let seen: number | undefined
  return {
    find: (asked: Query<unknown>) => {
      const now = commits.get()
      if (now !== seen || rows.size >= MOST_KEPT) rows.clear()
      seen = now
      return rows.get(keyOf(asked))
    },
    put: <Row>(asked: Query<Row>, answer: Row[]): readonly Row[] => {
      for (const row of answer) Object.freeze(row)
      rows.set(keyOf(asked), Object.freeze(answer))
      return answer
    },
  }
}

interface Prepared {
  statement: Database.Statement
  /** What `onWrite` hears once the statement has changed something. */
  writes: readonly string[]
}
