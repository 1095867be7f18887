import type { Client, QueryResultRow } from 'pg'
import { type Failure, FailureError, fail, ok, type Result } from '../../shared/result.ts'

export interface WarehouseAsk {
  /** `postgres://user@host:port/database`; a password in it is used and kept nowhere. */
  url: string
  /** Takes the place of the one in the URL. */
  password: string | null
  /** How long one statement may take, ms. */
  timeout: number
}

export interface Printed {
  sql: string
  params: (string | number | boolean)[]
}

/** A warehouse that is open for reading. What it refuses comes as a `FailureError`. */
export interface Warehouse {
  all(statement: Printed): Promise<QueryResultRow[]>
  /** Row by row from a cursor of the server, so that a large answer is never in memory as a whole. */
  pages(statement: Printed): AsyncGenerator<QueryResultRow[]>
}

/** Rows fetched at a time. */
const PAGE = 1_000

/** Lends a connection inside one read-only transaction, which is rolled back in the end: nothing can be left behind. */
export async function withWarehouse<T>(
  ask: WarehouseAsk,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<Result<T>> {
  const checked = checkUrl(ask.url)
  if (!checked.ok) return checked
  // Loaded when it is needed: nobody else's start pays for it.
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString: address(ask),
    connectionTimeoutMillis: 15_000,
    application_name: 'forestall',
  })
  // A connection that breaks while nothing is asked of it would otherwise end the process; the next question says so.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    await client.query("SELECT set_config('statement_timeout', $1, true)", [String(ask.timeout)])
    const value = await work({ all: statement => run(client, statement), pages: statement => pages(client, statement) })
    await client.query('ROLLBACK')
    return ok(value)
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure }
    const failure = warehouseFailure(error)
    if (failure) return { ok: false, error: failure }
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

/** With the password in it, because what the address says takes precedence over everything beside it. */
function address({ url, password }: WarehouseAsk): string {
  const parsed = new URL(url)
  if (password !== null) parsed.password = encodeURIComponent(password)
  return parsed.href
}

function checkUrl(url: string): Result<null> {
  const scheme = URL.canParse(url) ? new URL(url).protocol : ''
  if (scheme === 'postgres:' || scheme === 'postgresql:') return ok(null)
  return fail(
    'invalid',
    'The warehouse cannot be reached.',
    'Its address is not one of PostgreSQL.',
    'Write it like postgres://user@host:5432/database.',
  )
}

const run = async (client: Client, { sql, params }: Printed) =>
  (await client.query(sql, params)).rows as QueryResultRow[]

async function* pages(client: Client, { sql, params }: Printed): AsyncGenerator<QueryResultRow[]> {
  await client.query(`DECLARE forestall_rows NO SCROLL CURSOR FOR\n${sql}`, params)
  try {
    for (;;) {
      const { rows } = await client.query<QueryResultRow>(`FETCH ${PAGE} FROM forestall_rows`)
      if (rows.length > 0) yield rows
      if (rows.length < PAGE) break
    }
  } finally {
    // After an error the transaction is over, and the cursor with it.
    await client.query('CLOSE forestall_rows').catch(() => {})
  }
}

/** PostgreSQL's codes (appendix A of its manual) and Node's, in words; null for what is a bug of ours. */
function warehouseFailure(error: unknown): Failure | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const words = (kind: Failure['kind'], why: string, todo: string): Failure => ({
    kind,
    what: 'The warehouse did not answer as expected.',
    why,
    todo,
  })
  if (code === '57014')
    return words('unavailable', 'A query took too long and was stopped.', 'Add an index, or narrow the mapping.')
  if (code.startsWith('28'))
    return words('refused', `It did not let us in: ${error.message}.`, 'Check user and password.')
  if (code.startsWith('42') || code.startsWith('22') || code.startsWith('25'))
    return words('invalid', `It said: ${error.message}.`, 'Correct the mapping so that it fits the tables.')
  if (code === '3D000') return words('not_found', `It said: ${error.message}.`, 'Check the name of the database.')
  if (/^[0-9A-Z]{5}$/.test(code)) return words('unavailable', `It said: ${error.message}.`, 'Try again later.')
  if (code.startsWith('E') || /timeout|terminated|SSL/i.test(error.message))
    return words('unavailable', `${error.message || code}.`, 'Check its address and whether it is running.')
  return null
}
