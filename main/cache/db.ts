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
  /** The steps SQLite would take for a query, for tests that hold an index. */
  explain(query: Query<unknown>): string[]
}

/** The capability to write; exists only inside a job of the writer. */
export interface WriteDb extends ReadDb {
  run(statement: Statement): { changes: number; lastId: number }
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
export function wrap(connection: Database.Database, onWrite: (table: string) => void, watch?: Watch): WriteDb {
  const prepared = new Map<string, Prepared>()
  const touched = tablesOf(connection)

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
  return {
    all: <Row>({ sql, params }: Query<Row>) => {
      const statement = reading(sql)
      return watched(sql, 'run', () => statement.all(params) as Row[])
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
      if (changes > 0) for (const table of writes) onWrite(table)
      return { changes, lastId: Number(lastInsertRowid) }
    },
  }
}

interface Prepared {
  statement: Database.Statement
  /** What `onWrite` hears once the statement has changed something. */
  writes: readonly string[]
}
