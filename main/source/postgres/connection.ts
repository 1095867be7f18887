import { Socket } from 'node:net'
import type { Client, ClientConfig, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { FailureError } from '../../../shared/result.ts'
import { confinement } from '../../http/confine.ts'
import { postgresFailure, type QueryWords } from './words.ts'

export interface Reach {
  client: ClientConfig
  /** How long one statement may take, ms. */
  timeout: number
  /** Every value as the text in which the server writes it, instead of a value of JavaScript. */
  asText?: boolean
  /** In words, what the connection is for. */
  trouble: QueryWords
}

export interface Statement {
  sql: string
  params: readonly (string | number | boolean | null)[]
}

/** A connection inside one read-only transaction. What the server refuses comes as a `SourceFailure`. */
export interface ReadOnly {
  ask(statement: Statement): Promise<QueryResult<QueryResultRow>>
  /** Piece by piece from a cursor of the server, so that a large answer is never in memory as a whole. */
  pages(statement: Statement, size: number): AsyncGenerator<QueryResultRow[]>
  /** Rolls back, so that nothing can be left behind, and lets go; at once when the server is busy. */
  close(): Promise<void>
}

/**
 * A socket whose late errors somebody hears. The library begins to listen only once connecting has begun; where that
 * throws, its time-out breaks the socket 15 s later, and the error would end the process.
 */
function heard(): Socket {
  const socket = new Socket()
  socket.on('error', () => {})
  return socket
}

/** What the network may add to the time of a statement, ms. */
const PATIENCE = 5_000

/** Times come in UTC and in ISO's order, fractions with all their digits, whatever the server or the role is set to. */
const SETTINGS = `SELECT set_config('statement_timeout', $1, true), set_config('TimeZone', 'UTC', true),
  set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'postgres', true),
  set_config('extra_float_digits', '3', true), set_config('bytea_output', 'hex', true)`

/** Connects and begins. Fails in words; an abort of `signal` ends the connection whatever it does. */
export async function openReadOnly(reach: Reach, signal?: AbortSignal): Promise<ReadOnly> {
  // Loaded when it is needed: nobody else's start pays for it.
  const { default: pg } = await import('pg')
  const socket = heard()
  const client = new pg.Client({
    connectionTimeoutMillis: 15_000,
    // For a server that does not even come to stopping its statement.
    query_timeout: reach.timeout + PATIENCE,
    keepAlive: true,
    application_name: 'forestall',
    stream: () => socket,
    ...(reach.asText && { types: { getTypeParser: () => String } }),
    ...reach.client,
  })
  // A path is a socket of this machine.
  const confined = confinement(client.host.startsWith('/') ? 'localhost' : client.host, client.port)
  if (confined !== null)
    throw new FailureError({
      kind: 'refused',
      what: reach.trouble.what,
      why: confined,
      todo: 'Ask your administrator.',
    })
  // A connection that breaks while nothing is asked of it would otherwise end the process; the next question says so.
  client.on('error', () => {})
  const onAbort = () => void client.end().catch(() => {})
  const close = async () => {
    signal?.removeEventListener('abort', onAbort)
    await client.end().catch(() => {})
  }
  try {
    if (signal?.aborted) throw new FailureError(stopped)
    signal?.addEventListener('abort', onAbort, { once: true })
    await client.connect()
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    await send(client, { sql: SETTINGS, params: [String(reach.timeout)] })
  } catch (error) {
    // A connection that never began does not end either, so its end is not waited for.
    void close()
    socket.destroy()
    throw inWords(error, reach.trouble, signal)
  }
  let failed = false
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      failed = true
      throw inWords(error, reach.trouble, signal)
    }
  }
  return {
    ask: statement => guarded(() => send(client, statement)),
    pages: async function* (statement, size) {
      const declare = `DECLARE forestall_rows NO SCROLL CURSOR FOR\n${statement.sql}`
      await guarded(() => send(client, { ...statement, sql: declare }))
      try {
        for (;;) {
          const { rows } = await guarded(() => send(client, { sql: `FETCH ${size} FROM forestall_rows`, params: [] }))
          if (rows.length > 0) yield rows
          if (rows.length < size) break
        }
      } finally {
        // After an error the transaction is over, and the cursor with it.
        if (!failed && !signal?.aborted) await client.query('CLOSE forestall_rows').catch(() => {})
      }
    },
    close,
  }
}

/**
 * By the extended protocol, which takes one statement at a time: a query that closes its bracket, commits and goes on
 * with something else is refused by the server before anything of it runs.
 */
function send(client: Client, { sql, params }: Statement): Promise<QueryResult<QueryResultRow>> {
  const query: QueryConfig & { queryMode: 'extended' } = { text: sql, values: [...params], queryMode: 'extended' }
  return client.query(query)
}

function inWords(error: unknown, trouble: QueryWords, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return new FailureError(stopped)
  if (error instanceof FailureError) return error
  return postgresFailure(error, trouble) ?? error
}

const stopped = {
  kind: 'cancelled',
  what: 'The sync was stopped.',
  why: 'The sync was cancelled.',
  todo: 'Sync again to read the rest.',
} as const
